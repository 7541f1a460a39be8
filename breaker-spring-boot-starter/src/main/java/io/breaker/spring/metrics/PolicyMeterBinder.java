package io.breaker.spring.metrics;

import io.breaker.Subscription;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.Map;

/**
 * What the binders have in common: each meter registry is bound at most once, so that nothing is counted twice, and
 * closing takes all meters away.
 */
abstract sealed class PolicyMeterBinder implements MeterBinder, AutoCloseable
        permits BulkheadMetrics,
                CircuitBreakerMetrics,
                RateLimiterMetrics,
                RetryMetrics,
                ThreadPoolBulkheadMetrics,
                TimeLimiterMetrics {

    private final Map<MeterRegistry, Subscription> bound = new HashMap<>();
    private final boolean enabled;

    PolicyMeterBinder(boolean enabled) {
        this.enabled = enabled;
    }

    /** Makes the meters of all instances, those to come included, in one meter registry. */
    abstract Subscription bind(MeterRegistry meterRegistry);

    @Override
    public final synchronized void bindTo(MeterRegistry meterRegistry) {
        if (enabled) {
            bound.computeIfAbsent(meterRegistry, this::bind);
        }
    }

    /** Removes the meters and stops listening. */
    @Override
    public final synchronized void close() {
        bound.values().forEach(Subscription::close);
        bound.clear();
    }
}
