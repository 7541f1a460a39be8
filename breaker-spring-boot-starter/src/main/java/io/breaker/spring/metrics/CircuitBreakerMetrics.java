package io.breaker.spring.metrics;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Meters for circuit breakers, those that are made or removed later included. */
public final class CircuitBreakerMetrics extends PolicyMeterBinder<CircuitBreaker> {

    private final Supplier<@Nullable CircuitBreakerFleet> fleet;

    /**
     * Makes a binder that does as the properties say.
     *
     * @param registry the breakers
     * @param settings say what the names of meters begin with, and whether there are any
     */
    public CircuitBreakerMetrics(CircuitBreakerRegistry registry, BreakerSettings settings) {
        this(registry, settings, () -> null);
    }

    /**
     * Makes a binder that does as the properties say, with meters of the breakers' fleet.
     *
     * @param registry the breakers
     * @param settings say what the names of meters begin with, and whether there are any
     * @param fleet the fleet, or {@code null} while no breaker is in one; asked each time
     */
    public CircuitBreakerMetrics(
            CircuitBreakerRegistry registry, BreakerSettings settings, Supplier<@Nullable CircuitBreakerFleet> fleet) {
        super(registry, "circuitbreaker", settings, PolicyKind.CIRCUITBREAKER);
        this.fleet = fleet;
    }

    /**
     * Makes a binder.
     *
     * @param registry the breakers
     * @param prefix what the names of meters begin with, without a dot at the end
     */
    public CircuitBreakerMetrics(CircuitBreakerRegistry registry, String prefix) {
        super(registry, "circuitbreaker", prefix);
        this.fleet = () -> null;
    }

    @Override
    Subscription bind(CircuitBreaker breaker, MeterSet meters) {
        if (breaker.config().fleetEnabled()) {
            new FleetMeters(fleet).add(breaker, meters);
        }
        return new CircuitBreakerMeters(breaker, meters);
    }
}
