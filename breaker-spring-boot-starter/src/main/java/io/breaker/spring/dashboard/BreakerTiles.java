package io.breaker.spring.dashboard;

import io.breaker.PerInstance;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import io.breaker.spring.config.PolicyKind;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns circuit breakers into tiles. For one thread. */
final class BreakerTiles implements AutoCloseable {

    private final Policies policies;
    private final Journal journal;
    private final Rates rates;
    private final InstantSource clock;
    private final PerInstance<CircuitBreaker, CallSamples> samples;

    BreakerTiles(Policies policies, Journal journal, Rates rates, InstantSource clock) {
        this.policies = policies;
        this.journal = journal;
        this.rates = rates;
        this.clock = clock;
        this.samples = new PerInstance<>(policies.circuitBreakers(), CallSamples::new);
    }

    void addTo(List<Tile> tiles, RetryTiles retries) {
        for (CircuitBreaker breaker : policies.circuitBreakers().all()) {
            tiles.add(tile(breaker, retries.perCall(breaker.name())));
        }
    }

    private Tile tile(CircuitBreaker breaker, @Nullable Double retriesPerCall) {
        CircuitBreakerSnapshot now = breaker.snapshot();
        String kind = PolicyKind.CIRCUITBREAKER.key();
        String id = kind + ":" + now.name();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("kind", kind);
        fields.put("name", now.name());
        putState(breaker, now, fields);
        putWindow(now, breaker.config(), fields);
        fields.put("inFlight", now.callsInFlight());
        fields.put("overdue", now.callsOverdue());
        samples.at(breaker).ifPresent(counted -> putRates(id, now, counted, fields));
        fields.put("retriesPerCall", retriesPerCall);
        fields.put("fleet", fleet(now.name()));
        return new Tile(id, Json.text(fields));
    }

    private void putState(CircuitBreaker breaker, CircuitBreakerSnapshot now, Map<String, @Nullable Object> fields) {
        fields.put("state", now.state().name());
        fields.put("since", now.since().toEpochMilli());
        journal.of(breaker).ifPresent(history -> {
            fields.put("why", history.why(now));
            fields.put("whyOpened", history.whyOpened(now));
            fields.put("until", history.until(now));
            fields.put("refusedInOutage", history.refusedInOutage(now));
        });
        fields.put(
                "probeAt",
                now.state() == State.OPEN
                        ? clock.instant().plus(now.retryAfter()).toEpochMilli()
                        : null);
        fields.put("share", Rates.tenths(now.admittedShare()));
        fields.put("refused", now.notPermittedCalls());
    }

    private static void putWindow(
            CircuitBreakerSnapshot now, CircuitBreakerConfig config, Map<String, @Nullable Object> fields) {
        fields.put("failureRate", Rates.tenths(now.failureRate()));
        fields.put("failureThreshold", config.failureRateThreshold());
        fields.put("slowRate", Rates.tenths(now.slowCallRate()));
        fields.put("slowThreshold", config.slowCallRateThreshold());
        fields.put("calls", now.bufferedCalls());
        fields.put("minimum", minimum(now, config));
        fields.put("starved", now.starved());
    }

    /** How many calls make a rate: half-open, that is decided by the probes. */
    private static int minimum(CircuitBreakerSnapshot now, CircuitBreakerConfig config) {
        return now.state() == State.HALF_OPEN
                ? config.permittedNumberOfCallsInHalfOpenState()
                : config.minimumNumberOfCalls();
    }

    private void putRates(
            String id, CircuitBreakerSnapshot now, CallSamples counted, Map<String, @Nullable Object> fields) {
        counted.durations.tick();
        fields.put("ok", rates.perSecond(id + ":ok", counted.successful.sum()));
        fields.put("failed", rates.perSecond(id + ":failed", counted.failed.sum()));
        fields.put("ignored", rates.perSecond(id + ":ignored", counted.ignored.sum()));
        fields.put("refusedNow", rates.perSecond(id + ":refused", now.notPermittedCalls()));
        fields.put("p50", rounded(counted.durations.millis(0.5)));
        fields.put("p99", rounded(counted.durations.millis(0.99)));
    }

    private static @Nullable Double rounded(@Nullable Double millis) {
        return millis == null ? null : millis < 10 ? Math.round(millis * 100) / 100.0 : (double) Math.round(millis);
    }

    private @Nullable Map<String, @Nullable Object> fleet(String name) {
        CircuitBreakerFleet fleet = policies.fleet().get();
        return fleet == null
                ? null
                : fleet.snapshot(name)
                        .map(now -> FleetPart.of(now, policies.fleetScope(), clock.instant()))
                        .orElse(null);
    }

    @Override
    public void close() {
        samples.close();
    }
}
