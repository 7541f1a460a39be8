package io.breaker.ratelimiter;

import io.breaker.Nanos;
import io.breaker.RejectedCallException;
import java.time.Duration;

/** Thrown in place of a call that a rate limiter refused. */
public final class RequestNotPermittedException extends RejectedCallException {

    private static final long serialVersionUID = 1L;

    private final long retryAfterNanos;

    RequestNotPermittedException(String name, long retryAfterNanos) {
        super(name, false);
        this.retryAfterNanos = retryAfterNanos;
    }

    /**
     * {@inheritDoc}
     *
     * @return the time after which this call would be let in if no other came before
     */
    @Override
    public Duration retryAfter() {
        return Duration.ofNanos(retryAfterNanos);
    }

    @Override
    public String getMessage() { // built when somebody reads it: most refusals are only caught
        return "Rate limiter '" + name() + "' refused the call: it has a permit for it in "
                + Nanos.text(retryAfterNanos);
    }
}
