package io.breaker.bulkhead;

import io.breaker.RejectedCallException;
import java.time.Duration;

/** Thrown in place of a call that a bulkhead refused. */
public final class BulkheadFullException extends RejectedCallException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    BulkheadFullException(String name, String reason) {
        super(name, false);
        this.reason = reason;
    }

    /**
     * {@inheritDoc}
     *
     * @return zero: when a running call ends is not known
     */
    @Override
    public Duration retryAfter() {
        return Duration.ZERO;
    }

    @Override
    public String getMessage() { // built when somebody reads it: most refusals are only caught
        return "Bulkhead '" + name() + "' refused the call: " + reason;
    }
}
