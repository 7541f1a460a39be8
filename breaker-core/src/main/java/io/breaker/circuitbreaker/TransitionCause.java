package io.breaker.circuitbreaker;

/** Why a breaker changed its state. */
public enum TransitionCause {
    /** The failure rate reached its threshold. */
    FAILURE_RATE,
    /** The rate of slow calls, running ones among them, reached its threshold. */
    SLOW_CALL_RATE,
    /** Nearly all calls of the last moments failed, or were slow. */
    FAST_WINDOW,
    /** The open wait was over. */
    WAIT_ELAPSED,
    /** All probes of the half-open state were through, and no threshold was reached. */
    PROBES_SUCCEEDED,
    /** The half-open state lasted longer than it may. */
    HALF_OPEN_TIMEOUT,
    /** The fleet decided so. */
    FLEET,
    /** Somebody asked for it. */
    MANUAL,
    /** The time was over for which somebody had asked for the state before. */
    HOLD_ELAPSED,
    /** Somebody asked for a new start. */
    RESET
}
