package io.breaker.spring.metrics;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;

/** Meters for circuit breakers, those that are made or removed later included. */
public final class CircuitBreakerMetrics extends PolicyMeterBinder<CircuitBreaker> {

    /**
     * Makes a binder that does as the properties say.
     *
     * @param registry the breakers
     * @param settings say what the names of meters begin with, and whether there are any
     */
    public CircuitBreakerMetrics(CircuitBreakerRegistry registry, BreakerSettings settings) {
        super(registry, "circuitbreaker", settings, PolicyKind.CIRCUITBREAKER);
    }

    /**
     * Makes a binder.
     *
     * @param registry the breakers
     * @param prefix what the names of meters begin with, without a dot at the end
     */
    public CircuitBreakerMetrics(CircuitBreakerRegistry registry, String prefix) {
        super(registry, "circuitbreaker", prefix);
    }

    @Override
    Subscription bind(CircuitBreaker breaker, MeterSet meters) {
        return new CircuitBreakerMeters(breaker, meters);
    }
}
