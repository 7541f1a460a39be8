package io.breaker.spring.config;

import io.breaker.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code breaker.ratelimiter.configs.<name>} and {@code instances.<name>} can hold. */
final class RateLimiterProperties extends InstanceProperties<RateLimiterConfig.Builder> {

    /** Number of permits that there are, and that come back in a period. */
    private @Nullable Integer limitForPeriod;

    /** Period in which that many permits come back, evenly spread over it. */
    private @Nullable Duration limitRefreshPeriod;

    /** Longest wait of a call for its permit, or 0 to refuse it at once. */
    private @Nullable Duration timeoutDuration;

    @Override
    void apply(Applier to, RateLimiterConfig.Builder config) {
        to.value("limit-for-period", limitForPeriod, config::limitForPeriod);
        to.value("limit-refresh-period", limitRefreshPeriod, config::limitRefreshPeriod);
        to.value("timeout-duration", timeoutDuration, config::timeoutDuration);
    }

    public void setLimitForPeriod(@Nullable Integer limitForPeriod) {
        this.limitForPeriod = limitForPeriod;
    }

    public void setLimitRefreshPeriod(@Nullable Duration limitRefreshPeriod) {
        this.limitRefreshPeriod = limitRefreshPeriod;
    }

    public void setTimeoutDuration(@Nullable Duration timeoutDuration) {
        this.timeoutDuration = timeoutDuration;
    }
}
