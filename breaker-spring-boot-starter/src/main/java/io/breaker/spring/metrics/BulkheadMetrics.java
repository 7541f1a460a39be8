package io.breaker.spring.metrics;

import io.breaker.Subscription;
import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.metrics.MeterSet.Family;
import io.micrometer.core.instrument.Tags;

/** Meters for bulkheads, those that are made or removed later included. */
public final class BulkheadMetrics extends PolicyMeterBinder<Bulkhead> {

    private static final Family AVAILABLE = new Family("available.concurrent.calls", "Calls that could begin now");
    private static final Family MAX = new Family("max.allowed.concurrent.calls", "Calls that may run at once");
    private static final Family REJECTED = new Family("rejected.calls", "Calls that were refused");

    /**
     * Makes a binder that does as the properties say.
     *
     * @param registry the bulkheads
     * @param settings say what the names of meters begin with, and whether there are any
     */
    public BulkheadMetrics(BulkheadRegistry registry, BreakerSettings settings) {
        super(registry, "bulkhead", settings, PolicyKind.BULKHEAD);
    }

    /**
     * Makes a binder.
     *
     * @param registry the bulkheads
     * @param prefix what the names of meters begin with, without a dot at the end
     */
    public BulkheadMetrics(BulkheadRegistry registry, String prefix) {
        super(registry, "bulkhead", prefix);
    }

    @Override
    Subscription bind(Bulkhead bulkhead, MeterSet meters) {
        meters.gauge(AVAILABLE, Tags.empty(), bulkhead, b -> b.snapshot().availableConcurrentCalls());
        meters.gauge(MAX, Tags.empty(), bulkhead, b -> b.snapshot().maxAllowedConcurrentCalls());
        meters.counter(REJECTED, Tags.empty(), bulkhead, b -> b.snapshot().rejectedCalls());
        return meters::removeAll;
    }
}
