package io.breaker.spring.metrics;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.micrometer.core.instrument.MeterRegistry;

/** Meters for circuit breakers, those that are made or removed later included. */
public final class CircuitBreakerMetrics extends PolicyMeterBinder {

    private final CircuitBreakerRegistry registry;
    private final String prefix;

    /**
     * Makes a binder that does as the properties say.
     *
     * @param registry the breakers
     * @param settings say what the names of meters begin with, and whether there are any
     */
    public CircuitBreakerMetrics(CircuitBreakerRegistry registry, BreakerSettings settings) {
        this(registry, settings.metricsPrefix(), settings.metricsEnabled(PolicyKind.CIRCUITBREAKER));
    }

    /**
     * Makes a binder.
     *
     * @param registry the breakers
     * @param prefix what the names of meters begin with, without a dot at the end
     */
    public CircuitBreakerMetrics(CircuitBreakerRegistry registry, String prefix) {
        this(registry, prefix, true);
    }

    private CircuitBreakerMetrics(CircuitBreakerRegistry registry, String prefix, boolean enabled) {
        super(enabled);
        this.registry = registry;
        this.prefix = prefix + ".circuitbreaker.";
    }

    @Override
    Subscription bind(MeterRegistry meterRegistry) {
        return new RegistryMeters<>(registry, breaker -> new CircuitBreakerMeters(breaker, meterRegistry, prefix));
    }
}
