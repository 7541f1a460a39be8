package io.breaker.fleet;

import java.time.Duration;

/**
 * What somebody decided for the whole fleet. While it holds, no instance goes by its own judgement.
 *
 * @param mode what it does
 * @param reason why, in somebody's words; short, as it is kept and shown
 * @param by who
 * @param remaining how long it still holds
 */
public record FleetOverride(Mode mode, String reason, String by, Duration remaining) {

    /** What a fleet can be made to do. */
    public enum Mode {
        /** Refuse all calls. */
        FORCED_OPEN,
        /** Let all calls through and record nothing. */
        DISABLED,
        /** Let all calls through and record them. */
        METRICS_ONLY
    }
}
