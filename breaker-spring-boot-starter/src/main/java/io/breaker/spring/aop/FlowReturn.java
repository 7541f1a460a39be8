package io.breaker.spring.aop;

import io.breaker.Policy;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * For methods whose calls begin when somebody collects the Kotlin flow that they return. Needs what guards flows, which is
 * no part of the starter.
 *
 * @param guard guards flows
 */
record FlowReturn(FlowGuard guard) implements ReturnAdapter {

    /** Loaded when the first method that returns a flow is looked at. */
    private static final class Found {
        private static final @Nullable FlowGuard GUARD = ServiceLoader.load(
                        FlowGuard.class, FlowGuard.class.getClassLoader())
                .findFirst()
                .orElse(null);
    }

    static boolean isPossible() {
        return Found.GUARD != null;
    }

    /**
     * Looks the guard up.
     *
     * @throws IllegalStateException if calls of the method cannot be guarded
     */
    static ReturnAdapter of(GuardedMethod guarded) {
        ReturnTypeRules.require(guarded);
        return new FlowReturn(Objects.requireNonNull(Found.GUARD)); // the rules ask for it
    }

    @Override
    public Plan under(Policy policy, Repetition repetition) {
        return invocation -> guard.guarded(policy, repetition.later(invocation));
    }

    @Override
    public Plan answered(Fallbacks fallbacks, Repetition repetition) {
        return invocation -> guard.answered(repetition.later(invocation), Answers.of(fallbacks, invocation)::after);
    }
}
