package io.breaker.circuitbreaker;

import org.jspecify.annotations.Nullable;

/**
 * What a fleet adds to a decision that it makes for a breaker.
 *
 * @param gate the way back to it
 * @param words why, for people
 * @param openings the how-manieth opening in a row this is or follows
 * @param untilNanos for {@code OPEN}, when probes may go
 * @param lease for {@code HALF_OPEN}, leave for a probe, if there is one
 * @param recovers for {@code CLOSED}, whether calls are let through by and by
 * @param closedNanos for {@code CLOSED}, since when the fleet has been
 */
record FleetOrder(
        FleetGate gate,
        String words,
        int openings,
        long untilNanos,
        @Nullable Lease lease,
        boolean recovers,
        long closedNanos) {}
