package io.breaker.fleet;

/** Why a fleet's breaker went into its phase. */
public enum FleetCause {
    /** The fleet's failure rate reached its threshold. */
    FAILURE_RATE,
    /** The fleet's rate of slow calls reached its threshold. */
    SLOW_CALL_RATE,
    /** Nearly all calls of the last moments failed or were slow. */
    FAST_WINDOW,
    /** Most instances had opened by themselves. */
    INSTANCES_OPEN,
    /** The open wait was over, and an instance asked for a probe. */
    WAIT_ELAPSED,
    /** So many probes failed or were slow that a threshold was certain to be reached. */
    PROBES_FAILED,
    /** All probes were through, and no threshold was reached. */
    PROBES_SUCCEEDED,
    /** The probes took longer than they may. */
    HALF_OPEN_TIMEOUT,
    /** Somebody asked for it. */
    MANUAL,
    /** Somebody had kept all calls from going through, and does not any more. */
    RELEASED
}
