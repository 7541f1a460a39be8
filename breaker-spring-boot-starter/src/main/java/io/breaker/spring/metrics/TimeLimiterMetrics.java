package io.breaker.spring.metrics;

import io.breaker.Subscription;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.metrics.MeterSet.Family;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.Tags;

/** Meters for time limiters, those that are made or removed later included. */
public final class TimeLimiterMetrics extends PolicyMeterBinder<TimeLimiter> {

    private static final Family CALLS = new Family("calls", "Ended calls, by outcome");

    /**
     * Makes a binder that does as the properties say.
     *
     * @param registry the time limiters
     * @param settings say what the names of meters begin with, and whether there are any
     */
    public TimeLimiterMetrics(TimeLimiterRegistry registry, BreakerSettings settings) {
        super(registry, "timelimiter", settings, PolicyKind.TIMELIMITER);
    }

    /**
     * Makes a binder.
     *
     * @param registry the time limiters
     * @param prefix what the names of meters begin with, without a dot at the end
     */
    public TimeLimiterMetrics(TimeLimiterRegistry registry, String prefix) {
        super(registry, "timelimiter", prefix);
    }

    @Override
    Subscription bind(TimeLimiter limiter, MeterSet meters) {
        meters.counter(
                CALLS, Tags.of("kind", "successful"), limiter, l -> l.snapshot().successfulCalls());
        meters.counter(
                CALLS, Tags.of("kind", "failed"), limiter, l -> l.snapshot().failedCalls());
        meters.counter(
                CALLS, Tags.of("kind", "timeout"), limiter, l -> l.snapshot().timedOutCalls());
        return meters::removeAll;
    }
}
