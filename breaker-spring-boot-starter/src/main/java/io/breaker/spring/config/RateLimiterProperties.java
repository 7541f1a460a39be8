package io.breaker.spring.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code breaker.ratelimiter.configs.<name>} and {@code instances.<name>} can hold. */
final class RateLimiterProperties extends InstanceProperties<RateLimiterDraft> {

    /** Number of permits that there are, and that come back in a period. */
    private @Nullable Integer limitForPeriod;

    /** Period in which that many permits come back, evenly spread over it. */
    private @Nullable Duration limitRefreshPeriod;

    /** Longest wait of a call for its permit, or 0 to refuse it at once. */
    private @Nullable Duration timeoutDuration;

    /** Whether the rate limiter shows in the health endpoint. */
    private @Nullable Boolean registerHealthIndicator;

    /** Whether the rate limiter turns the health component down while it refuses calls. */
    private @Nullable Boolean allowHealthIndicatorToFail;

    @Override
    void apply(Applier to, RateLimiterDraft draft) {
        to.value("limit-for-period", limitForPeriod, draft.config()::limitForPeriod);
        to.value("limit-refresh-period", limitRefreshPeriod, draft.config()::limitRefreshPeriod);
        to.value("timeout-duration", timeoutDuration, draft.config()::timeoutDuration);
        to.value("register-health-indicator", registerHealthIndicator, draft.visibility()::registerHealthIndicator);
        to.value(
                "allow-health-indicator-to-fail",
                allowHealthIndicatorToFail,
                draft.visibility()::allowHealthIndicatorToFail);
        applyVisibility(to, draft.visibility());
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

    public void setRegisterHealthIndicator(@Nullable Boolean registerHealthIndicator) {
        this.registerHealthIndicator = registerHealthIndicator;
    }

    public void setAllowHealthIndicatorToFail(@Nullable Boolean allowHealthIndicatorToFail) {
        this.allowHealthIndicatorToFail = allowHealthIndicatorToFail;
    }
}
