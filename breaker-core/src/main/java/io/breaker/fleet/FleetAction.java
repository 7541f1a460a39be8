package io.breaker.fleet;

import java.time.Duration;

/** What an instance wants besides telling how it fares. */
public sealed interface FleetAction {

    /** Nothing. */
    FleetAction NONE = new None();

    /** A lease for one probe. Who holds one already gets the same again. */
    FleetAction ACQUIRE = new Acquire();

    /** That what somebody decided no longer holds. */
    FleetAction RELEASE = new Release();

    /** That the fleet is closed, and what somebody decided no longer holds. */
    FleetAction CLOSE = new Close();

    /** See {@link #NONE}. */
    record None() implements FleetAction {}

    /** See {@link #ACQUIRE}. */
    record Acquire() implements FleetAction {}

    /**
     * To tell how a probe ended. It counts only under the epoch that the report knows, and only while the lease is held.
     *
     * @param lease the lease's number
     * @param outcome one call, or none if the probe does not count
     */
    record Complete(long lease, FleetTally outcome) implements FleetAction {}

    /**
     * That the whole fleet does as somebody says.
     *
     * @param mode what to do
     * @param reason why
     * @param by who says so
     * @param duration for how long
     */
    record Overrule(FleetOverride.Mode mode, String reason, String by, Duration duration) implements FleetAction {}

    /** See {@link #RELEASE}. */
    record Release() implements FleetAction {}

    /** See {@link #CLOSE}. */
    record Close() implements FleetAction {}
}
