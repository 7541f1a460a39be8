package io.breaker.spring.metrics;

import io.breaker.Subscription;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.metrics.MeterSet.Family;
import io.micrometer.core.instrument.Tags;

/** Meters for rate limiters, those that are made or removed later included. */
public final class RateLimiterMetrics extends PolicyMeterBinder<RateLimiter> {

    private static final Family AVAILABLE = new Family("available.permissions", "Permits that are there");
    private static final Family WAITING = new Family("waiting_threads", "Calls that wait for a permit");
    private static final Family REJECTED = new Family("rejected.calls", "Calls that were refused");

    /**
     * Makes a binder that does as the properties say.
     *
     * @param registry the rate limiters
     * @param settings say what the names of meters begin with, and whether there are any
     */
    public RateLimiterMetrics(RateLimiterRegistry registry, BreakerSettings settings) {
        super(registry, "ratelimiter", settings, PolicyKind.RATELIMITER);
    }

    /**
     * Makes a binder.
     *
     * @param registry the rate limiters
     * @param prefix what the names of meters begin with, without a dot at the end
     */
    public RateLimiterMetrics(RateLimiterRegistry registry, String prefix) {
        super(registry, "ratelimiter", prefix);
    }

    @Override
    Subscription bind(RateLimiter limiter, MeterSet meters) {
        meters.gauge(AVAILABLE, Tags.empty(), limiter, l -> l.snapshot().availablePermissions());
        meters.gauge(WAITING, Tags.empty(), limiter, l -> l.snapshot().waitingThreads());
        meters.counter(REJECTED, Tags.empty(), limiter, l -> l.snapshot().rejectedCalls());
        return meters::removeAll;
    }
}
