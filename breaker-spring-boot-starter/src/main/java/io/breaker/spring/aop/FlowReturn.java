package io.breaker.spring.aop;

import io.breaker.Policy;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * For methods whose calls begin when somebody collects the Kotlin flow that they return. Needs what guards flows, which is
 * no part of the starter.
 *
 * @param guard guards flows
 */
record FlowReturn(FlowGuard guard) implements ReturnAdapter {

    /** Loaded when the first method that returns a flow is looked at. */
    private static final class Found {
        private static final @Nullable FlowGuard GUARD =
                SpringFactoriesLoader.forDefaultResourceLocation(FlowGuard.class.getClassLoader())
                        .load(FlowGuard.class)
                        .stream()
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
        FlowGuard guard = Found.GUARD;
        if (guard == null) {
            throw new IllegalStateException("Nothing guards flows");
        }
        return new FlowReturn(guard);
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
