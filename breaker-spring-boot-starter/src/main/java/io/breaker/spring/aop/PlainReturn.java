package io.breaker.spring.aop;

import io.breaker.Body;
import io.breaker.Policy;
import io.breaker.retry.Retry;
import io.breaker.spring.config.PolicyKind;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * For methods whose calls have ended when they return.
 *
 * @param hidesTimeouts whether Spring wraps the exception of a time limiter further in, since the method does not declare it
 */
record PlainReturn(boolean hidesTimeouts) implements ReturnAdapter {

    static PlainReturn of(GuardedMethod guarded) {
        return new PlainReturn(
                guarded.guard(PolicyKind.TIMELIMITER) != null && !guarded.declares(TimeoutException.class));
    }

    @Override
    public Plan under(Policy policy, Repetition repetition) {
        if (policy instanceof Retry) {
            return hidesTimeouts
                    ? invocation -> policy.call(shown(repetition.now(invocation)))
                    : invocation -> policy.call(repetition.now(invocation));
        }
        return hidesTimeouts
                ? invocation -> policy.call(shown(invocation::proceed))
                : invocation -> policy.call(invocation::proceed);
    }

    @Override
    public @Nullable Plan answered(Fallbacks fallbacks, Repetition repetition) {
        return null;
    }

    private static Body<@Nullable Object, Throwable> shown(Body<@Nullable Object, Throwable> body) {
        return () -> {
            try {
                return body.call();
            } catch (UndeclaredThrowableException wrapped) {
                throw shown(wrapped);
            }
        };
    }

    /** {@return what happened: the time-out inside the wrapper that Spring's proxies put around it, if there is one} */
    static Throwable shown(Throwable thrown) {
        return thrown instanceof UndeclaredThrowableException && thrown.getCause() instanceof TimeoutException timeout
                ? timeout
                : thrown;
    }
}
