package io.breaker.fleet;

/** Where a breaker stands for a whole fleet. */
public enum FleetPhase {
    /** Instances let calls through. */
    CLOSED,
    /** All refuse calls, until probes may go. */
    OPEN,
    /** One probe at a time, by whoever holds the lease. */
    HALF_OPEN
}
