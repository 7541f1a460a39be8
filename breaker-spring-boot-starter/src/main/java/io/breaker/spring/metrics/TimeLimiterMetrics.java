package io.breaker.spring.metrics;

import io.breaker.Subscription;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.metrics.MeterSet.Family;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** Meters for time limiters, those that are made or removed later included. */
public final class TimeLimiterMetrics extends PolicyMeterBinder {

    private static final Family CALLS = new Family("calls", "Ended calls, by outcome");

    private final TimeLimiterRegistry registry;
    private final String prefix;

    /**
     * Makes a binder that does as the properties say.
     *
     * @param registry the time limiters
     * @param settings say what the names of meters begin with, and whether there are any
     */
    public TimeLimiterMetrics(TimeLimiterRegistry registry, BreakerSettings settings) {
        this(registry, settings.metricsPrefix(), settings.metricsEnabled(PolicyKind.TIMELIMITER));
    }

    /**
     * Makes a binder.
     *
     * @param registry the time limiters
     * @param prefix what the names of meters begin with, without a dot at the end
     */
    public TimeLimiterMetrics(TimeLimiterRegistry registry, String prefix) {
        this(registry, prefix, true);
    }

    private TimeLimiterMetrics(TimeLimiterRegistry registry, String prefix, boolean enabled) {
        super(enabled);
        this.registry = registry;
        this.prefix = prefix + ".timelimiter.";
    }

    @Override
    Subscription bind(MeterRegistry meterRegistry) {
        return new RegistryMeters<>(registry, limiter -> meters(limiter, meterRegistry));
    }

    private Subscription meters(TimeLimiter limiter, MeterRegistry meterRegistry) {
        MeterSet meters = new MeterSet(meterRegistry, prefix, limiter.name());
        meters.counter(
                CALLS, Tags.of("kind", "successful"), limiter, l -> l.snapshot().successfulCalls());
        meters.counter(
                CALLS, Tags.of("kind", "failed"), limiter, l -> l.snapshot().failedCalls());
        meters.counter(
                CALLS, Tags.of("kind", "timeout"), limiter, l -> l.snapshot().timedOutCalls());
        return meters::removeAll;
    }
}
