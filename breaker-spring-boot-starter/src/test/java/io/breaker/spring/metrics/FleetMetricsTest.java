package io.breaker.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.TimeSource;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.InMemoryFleetStore;
import io.breaker.spring.config.BreakerSettings;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters of a breaker's fleet. */
class FleetMetricsTest {

    private static final String PREFIX = "breaker.circuitbreaker.fleet.";

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(
            name -> CircuitBreakerConfig.builder()
                    .fleetEnabled(name.equals("payment"))
                    .minimumNumberOfCalls(4)
                    .fastWindowCalls(0)
                    .build(),
            TimeSource.precise());
    private final AtomicReference<CircuitBreakerFleet> fleet = new AtomicReference<>();
    private final CircuitBreakerMetrics metrics =
            new CircuitBreakerMetrics(breakers, new BreakerSettings(), fleet::get);
    private final CircuitBreaker payment = breakers.circuitBreaker("payment");

    private void join() {
        CircuitBreakerFleet joined = CircuitBreakerFleet.of(
                new InMemoryFleetStore(),
                FleetConfig.builder().syncInterval(Duration.ofMillis(100)).build());
        fleet.set(joined);
        joined.join(payment).join();
    }

    @AfterEach
    void close() {
        metrics.close();
        CircuitBreakerFleet joined = fleet.get();
        if (joined != null) {
            joined.close();
        }
    }

    private double gauge(String name) {
        return meters.get(PREFIX + name).tag("name", "payment").gauge().value();
    }

    private double counter(String name, String... tags) {
        return meters.get(PREFIX + name)
                .tag("name", "payment")
                .tags(tags)
                .functionCounter()
                .count();
    }

    @Test
    void membersAloneHaveThem() {
        breakers.circuitBreaker("alone");
        metrics.bindTo(meters);

        assertThat(meters.getMeters().stream()
                        .map(Meter::getId)
                        .filter(id -> id.getName().startsWith(PREFIX)))
                .hasSize(11)
                .allSatisfy(id -> {
                    assertThat(id.getTag("name")).isEqualTo("payment");
                    assertThat(id.getDescription()).isNotBlank();
                });
    }

    @Test
    void theyAreThereBeforeItHasJoined() {
        metrics.bindTo(meters);

        assertThat(gauge("attached")).isZero();
        assertThat(gauge("instances")).isZero();
        assertThat(counter("exchanges", "kind", "successful")).isZero();

        join();

        assertThat(gauge("attached")).isEqualTo(1);
        assertThat(gauge("instances")).isEqualTo(1);
        assertThat(counter("exchanges", "kind", "successful")).isPositive();
        assertThat(counter("exchanges", "kind", "failed")).isZero();
        assertThat(counter("leases")).isZero();
        assertThat(counter("detached.duration")).isGreaterThanOrEqualTo(0);
    }

    @Test
    void theyTellHowTheFleetFares() {
        metrics.bindTo(meters);
        join();
        assertThat(gauge("failure.rate")).isEqualTo(-1);
        assertThat(gauge("slow.call.rate")).isEqualTo(-1);

        for (int i = 0; i < 3; i++) {
            payment.acquire().success();
        }
        payment.acquire().failure(new IOException("refused"));

        await().until(() -> gauge("failure.rate") == 25);
        assertThat(gauge("slow.call.rate")).isZero();
        assertThat(gauge("mixed.rules")).isZero();
    }

    @Test
    void theyCountChangesAndTheTimeThatAnswersTake() {
        metrics.bindTo(meters);
        join();

        fleet.get()
                .overrule("payment", FleetOverride.Mode.DISABLED, "drill", "ops", Duration.ofHours(1))
                .join();

        assertThat(gauge("epoch")).isEqualTo(1);
        assertThat(meters.get(PREFIX + "exchange.duration").functionTimer().count())
                .isBetween(2.0, counter("exchanges", "kind", "successful"));
    }

    @Test
    void theyGoWithTheirBreaker() {
        metrics.bindTo(meters);
        breakers.remove("payment");

        assertThat(meters.getMeters()).isEmpty();
    }
}
