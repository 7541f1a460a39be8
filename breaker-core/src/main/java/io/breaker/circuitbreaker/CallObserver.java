package io.breaker.circuitbreaker;

/** Hears of every call that was let through, without an object made for it: for meters. Must be thread-safe and quick. */
@FunctionalInterface
public interface CallObserver {

    /**
     * A call has ended.
     *
     * @param outcome how
     * @param durationNanos how long it took, in nanoseconds
     */
    void onCall(CircuitBreaker.Outcome outcome, long durationNanos);
}
