package io.breaker.spring.aop;

import io.breaker.Policy;
import io.breaker.retry.Retry;
import org.jspecify.annotations.Nullable;

/** For methods whose calls have ended when they return. */
final class PlainReturn implements ReturnAdapter {

    @Override
    public Plan under(Policy policy, Repetition repetition) {
        return policy instanceof Retry
                ? invocation -> policy.call(repetition.now(invocation))
                : invocation -> policy.call(invocation::proceed);
    }

    @Override
    public @Nullable Plan answered(Fallbacks fallbacks, Repetition repetition) {
        return null;
    }
}
