package io.breaker.benchmarks.fleet;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.util.List;

/**
 * All that happened in a run.
 *
 * @param instances how many there were
 * @param timeline when
 * @param calls the calls, refused ones too, by their beginnings
 * @param changes the breakers' changes of state, as they were seen by looking often
 * @param failedExchanges how often Redis was asked in vain
 */
record History(int instances, Timeline timeline, List<Call> calls, List<Change> changes, long failedExchanges) {

    /**
     * A call that was wanted.
     *
     * @param instance whose
     * @param began when it was wanted
     * @param ended when it ended
     * @param admitted whether it took place
     * @param failed whether it failed
     * @param probe whether it was let through to find out if calls work again
     * @param lateNanos how much later than planned the machine came to it
     * @param waitedNanos how long the caller waited for the breaker
     */
    record Call(
            int instance,
            long began,
            long ended,
            boolean admitted,
            boolean failed,
            boolean probe,
            long lateNanos,
            long waitedNanos) {}

    /** An instance's breaker was seen in another state than before. */
    record Change(int instance, long time, State state) {}
}
