package io.breaker.spring.aop;

import io.breaker.Policy;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.retry.Retry;
import org.jspecify.annotations.Nullable;

/** For methods whose calls have ended when they return. */
final class PlainReturn implements ReturnAdapter {

    @Override
    public Plan under(Policy policy, Repetition repetition) {
        if (policy instanceof Retry) {
            return invocation -> policy.call(repetition.now(invocation));
        }
        return policy instanceof ThreadPoolBulkhead
                ? invocation -> policy.call(() -> RepeatableInvocation.exposed(invocation))
                : invocation -> policy.call(invocation::proceed);
    }

    @Override
    public @Nullable Plan answered(Fallbacks fallbacks, Repetition repetition) {
        return null;
    }
}
