package io.breaker.spring.metrics;

import io.breaker.Subscription;
import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.metrics.MeterSet.Family;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** Meters for bulkheads, those that are made or removed later included. */
public final class BulkheadMetrics extends PolicyMeterBinder {

    private static final Family AVAILABLE = new Family("available.concurrent.calls", "Calls that could begin now");
    private static final Family MAX = new Family("max.allowed.concurrent.calls", "Calls that may run at once");
    private static final Family REJECTED = new Family("rejected.calls", "Calls that were refused");

    private final BulkheadRegistry registry;
    private final String prefix;

    /**
     * Makes a binder that does as the properties say.
     *
     * @param registry the bulkheads
     * @param settings say what the names of meters begin with, and whether there are any
     */
    public BulkheadMetrics(BulkheadRegistry registry, BreakerSettings settings) {
        this(registry, settings.metricsPrefix(), settings.metricsEnabled(PolicyKind.BULKHEAD));
    }

    /**
     * Makes a binder.
     *
     * @param registry the bulkheads
     * @param prefix what the names of meters begin with, without a dot at the end
     */
    public BulkheadMetrics(BulkheadRegistry registry, String prefix) {
        this(registry, prefix, true);
    }

    private BulkheadMetrics(BulkheadRegistry registry, String prefix, boolean enabled) {
        super(enabled);
        this.registry = registry;
        this.prefix = prefix + ".bulkhead.";
    }

    @Override
    Subscription bind(MeterRegistry meterRegistry) {
        return new RegistryMeters<>(registry, bulkhead -> meters(bulkhead, meterRegistry));
    }

    private Subscription meters(Bulkhead bulkhead, MeterRegistry meterRegistry) {
        MeterSet meters = new MeterSet(meterRegistry, prefix, bulkhead.name());
        meters.gauge(AVAILABLE, Tags.empty(), bulkhead, b -> b.snapshot().availableConcurrentCalls());
        meters.gauge(MAX, Tags.empty(), bulkhead, b -> b.snapshot().maxAllowedConcurrentCalls());
        meters.counter(REJECTED, Tags.empty(), bulkhead, b -> b.snapshot().rejectedCalls());
        return meters::removeAll;
    }
}
