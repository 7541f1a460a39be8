package io.breaker.fleet;

import org.jspecify.annotations.Nullable;

/**
 * The probes of a half-open fleet, or of the last half-open phase.
 *
 * @param outcomes of the probes that came back
 * @param lost leases that ended without one
 * @param holder the instance that holds the lease now, or {@code null}
 * @param lease the number of that lease, which no later one has, or 0
 */
public record FleetProbes(
        FleetTally outcomes, int lost, @Nullable String holder, long lease) {

    /** Before the first probe. */
    public static final FleetProbes NONE = new FleetProbes(FleetTally.NONE, 0, null, 0);
}
