package io.breaker.circuitbreaker;

import io.breaker.Backoff;
import io.breaker.Nanos;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetRules;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Says how a breaker's configuration decides for a fleet. */
final class FleetRuleBook {

    private final FleetConfig fleet;

    FleetRuleBook(FleetConfig fleet) {
        this.fleet = fleet;
    }

    FleetRules of(CircuitBreakerConfig config) {
        Backoff wait = config.openWait;
        long sync = fleet.syncInterval().toMillis();
        return new FleetRules(
                config.minimumNumberOfCalls(),
                config.failureRateThreshold(),
                config.slowCallRateThreshold(),
                config.fastWindowCalls(),
                config.fastWindowRate(),
                fleet.quorumMinimum(),
                fleet.quorumFraction(),
                millis(wait.initialNanos()),
                wait.multiplier(),
                millis(Math.max(wait.initialNanos(), Math.min(wait.maxNanos(), Nanos.of(Duration.ofDays(1))))),
                scatter(wait.randomFactor()),
                config.permittedNumberOfCallsInHalfOpenState(),
                fleet.leaseDuration().toMillis(),
                config.maxHalfOpenNanos / 1_000_000,
                config.transitionToStateAfterWaitDuration() == State.CLOSED,
                config.rampNanos / 1_000_000,
                3 * sync,
                16 * sync);
    }

    private static double scatter(double factor) {
        return factor == 0 ? 1 : ThreadLocalRandom.current().nextDouble(1 - factor, 1 + factor);
    }

    private static long millis(long nanos) {
        return Math.max(1, nanos / 1_000_000);
    }
}
