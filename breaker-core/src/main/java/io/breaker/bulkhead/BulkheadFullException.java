package io.breaker.bulkhead;

import io.breaker.RejectedCallException;
import java.time.Duration;

/** Thrown in place of a call that a bulkhead refused. */
public final class BulkheadFullException extends RejectedCallException {

    private static final long serialVersionUID = 1L;

    /** In place of how many calls run or wait: it does not matter. */
    private static final int NONE = -1;

    private final int running;
    private final int waiting;

    private BulkheadFullException(String name, int running, int waiting) {
        super(name, false);
        this.running = running;
        this.waiting = waiting;
    }

    /** As many calls run as may. */
    static BulkheadFullException full(String name, int running) {
        return new BulkheadFullException(name, running, NONE);
    }

    /** As many calls run, and as many wait, as may. */
    static BulkheadFullException full(String name, int running, int waiting) {
        return new BulkheadFullException(name, running, waiting);
    }

    static BulkheadFullException shutDown(String name) {
        return new BulkheadFullException(name, NONE, NONE);
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
        String refused = "Bulkhead '" + name() + "' refused the call: ";
        if (running == NONE) {
            return refused + "it is shut down";
        }
        return refused + running + " calls are running" + (waiting == NONE ? "" : " and " + waiting + " are waiting");
    }
}
