package io.breaker.spring.metrics;

import io.breaker.Policy;
import io.breaker.Registry;
import io.breaker.Subscription;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.Map;

/**
 * What the binders have in common: each meter registry is bound at most once, so that nothing is counted twice, and
 * closing takes all meters away.
 *
 * @param <P> the policy
 */
abstract sealed class PolicyMeterBinder<P extends Policy> implements MeterBinder, AutoCloseable
        permits BulkheadMetrics,
                CircuitBreakerMetrics,
                RateLimiterMetrics,
                RetryMetrics,
                ThreadPoolBulkheadMetrics,
                TimeLimiterMetrics {

    private final Map<MeterRegistry, Subscription> bound = new HashMap<>();
    private final Registry<P> registry;
    private final String prefix;
    private final boolean enabled;

    /** Does as the properties of that kind of policy say. The names of meters go on with the word. */
    PolicyMeterBinder(Registry<P> registry, String word, BreakerSettings settings, PolicyKind kind) {
        this(registry, word, settings.metricsPrefix(), settings.metricsEnabled(kind));
    }

    /** Begins the names of meters with the prefix and goes on with the word. */
    PolicyMeterBinder(Registry<P> registry, String word, String prefix) {
        this(registry, word, prefix, true);
    }

    private PolicyMeterBinder(Registry<P> registry, String word, String prefix, boolean enabled) {
        this.registry = registry;
        this.prefix = prefix + "." + word + ".";
        this.enabled = enabled;
    }

    /** Makes the meters of one instance; closing what it returns takes them away. */
    abstract Subscription bind(P instance, MeterSet meters);

    @Override
    public final synchronized void bindTo(MeterRegistry meterRegistry) {
        if (enabled) {
            bound.computeIfAbsent(meterRegistry, this::bindAll);
        }
    }

    private Subscription bindAll(MeterRegistry meterRegistry) {
        return new RegistryMeters<>(
                registry, instance -> bind(instance, new MeterSet(meterRegistry, prefix, instance.name())));
    }

    /** Removes the meters and stops listening. */
    @Override
    public final synchronized void close() {
        bound.values().forEach(Subscription::close);
        bound.clear();
    }
}
