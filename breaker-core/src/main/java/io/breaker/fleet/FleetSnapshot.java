package io.breaker.fleet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one instance knows of a fleet's breaker.
 *
 * @param instance the name of this instance
 * @param attached whether it takes part, or decides alone because the store does not answer
 * @param since since when, on the wall clock
 * @param failure why it decides alone, or {@code null}; the kind of the failure and its message
 * @param view what the store answered last; ages and remaining times as of now
 * @param exchanges how often the store has answered
 * @param failedExchanges how often it has failed to
 * @param exchangeDuration how long its answers took, all together
 * @param leases how many probes this instance was granted
 * @param detachedDuration for how long it has decided alone, all together
 */
public record FleetSnapshot(
        String instance,
        boolean attached,
        Instant since,
        @Nullable String failure,
        FleetView view,
        long exchanges,
        long failedExchanges,
        Duration exchangeDuration,
        long leases,
        Duration detachedDuration) {}
