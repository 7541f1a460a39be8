package io.breaker.spring.metrics;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.fleet.FleetSnapshot;
import io.breaker.fleet.FleetTally;
import io.breaker.spring.metrics.MeterSet.Family;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a breaker's fleet, as this instance knows it.
 *
 * @param fleet the fleet, or null as long as no breaker has joined
 */
record FleetMeters(Supplier<@Nullable CircuitBreakerFleet> fleet) {

    private static final Family ATTACHED = new Family(
            "fleet.attached", "Whether the circuit breaker takes part in its fleet: 1, or 0 if it decides alone");
    private static final Family EPOCH = new Family("fleet.epoch", "Changes of the fleet's state");
    private static final Family INSTANCES = new Family("fleet.instances", "Instances of the fleet that are alive");
    private static final Family FAILURE_RATE =
            new Family("fleet.failure.rate", "Percent of the fleet's calls that failed; -1 with too few calls to tell");
    private static final Family SLOW_RATE = new Family(
            "fleet.slow.call.rate", "Percent of the fleet's calls that were slow; -1 with too few calls to tell");
    private static final Family MIXED_RULES =
            new Family("fleet.mixed.rules", "Whether instances of the fleet are configured differently: 1 or 0");
    private static final Family EXCHANGES =
            new Family("fleet.exchanges", "Questions to the place where the fleet meets, by outcome");
    private static final Family LEASES = new Family("fleet.leases", "Probes that this instance was granted");
    private static final Family DURATION =
            new Family("fleet.exchange.duration", "How long the place where the fleet meets took to answer");
    private static final Family DETACHED =
            new Family("fleet.detached.duration", "Seconds for which the circuit breaker has decided alone");

    void add(CircuitBreaker breaker, MeterSet meters) {
        gauge(ATTACHED, breaker, meters, now -> now.attached() ? 1 : 0);
        gauge(EPOCH, breaker, meters, now -> now.view().state().epoch());
        gauge(INSTANCES, breaker, meters, now -> now.view().instances());
        rate(FAILURE_RATE, breaker, meters, FleetTally::failureRate);
        rate(SLOW_RATE, breaker, meters, FleetTally::slowCallRate);
        gauge(MIXED_RULES, breaker, meters, now -> now.view().mixedRules() ? 1 : 0);
        Tags successful = Tags.of("kind", "successful");
        meters.counter(EXCHANGES, successful, breaker, b -> read(b, FleetSnapshot::exchanges));
        meters.counter(EXCHANGES, Tags.of("kind", "failed"), breaker, b -> read(b, FleetSnapshot::failedExchanges));
        meters.counter(LEASES, Tags.empty(), breaker, b -> read(b, FleetSnapshot::leases));
        meters.timer(
                DURATION,
                breaker,
                b -> (long) read(b, FleetSnapshot::exchanges),
                b -> read(b, now -> seconds(now.exchangeDuration())));
        meters.seconds(DETACHED, breaker, b -> read(b, now -> seconds(now.detachedDuration())));
    }

    private void gauge(Family family, CircuitBreaker breaker, MeterSet meters, ToDoubleFunction<FleetSnapshot> value) {
        meters.gauge(family, Tags.empty(), breaker, b -> read(b, value));
    }

    private void rate(
            Family family, CircuitBreaker breaker, MeterSet meters, ToDoubleBiFunction<FleetTally, Integer> rate) {
        meters.gauge(
                family,
                Tags.empty(),
                breaker,
                b -> snapshot(b)
                        .map(now -> rate.applyAsDouble(
                                now.view().window(), b.config().minimumNumberOfCalls()))
                        .orElse(-1.0));
    }

    /** Before it has joined, all but rates is 0. */
    private double read(CircuitBreaker breaker, ToDoubleFunction<FleetSnapshot> value) {
        return snapshot(breaker).map(value::applyAsDouble).orElse(0.0);
    }

    private Optional<FleetSnapshot> snapshot(CircuitBreaker breaker) {
        return Optional.ofNullable(fleet.get()).flatMap(joined -> joined.snapshot(breaker.name()));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
