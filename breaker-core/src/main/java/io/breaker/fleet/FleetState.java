package io.breaker.fleet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an instance knows of a fleet's breaker, or the store does.
 *
 * @param epoch grows by one with each change of phase or override, and never falls as seen by one instance; 0 at first
 * @param phase where the breaker stands
 * @param cause why it went there, or {@code null} if it has always been there
 * @param age how long it has been there
 * @param remaining in {@code OPEN} the time until probes may go, otherwise zero
 * @param openings the how-manieth opening in a row this is or follows; 0 if there was none or the fleet has recovered
 * @param override what somebody decided, or {@code null} if the fleet decides for itself
 */
public record FleetState(
        long epoch,
        FleetPhase phase,
        @Nullable FleetCause cause,
        Duration age,
        Duration remaining,
        int openings,
        @Nullable FleetOverride override) {

    /** What is true of a fleet of which nobody has heard. */
    public static final FleetState INITIAL =
            new FleetState(0, FleetPhase.CLOSED, null, Duration.ZERO, Duration.ZERO, 0, null);
}
