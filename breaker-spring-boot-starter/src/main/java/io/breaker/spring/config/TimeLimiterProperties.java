package io.breaker.spring.config;

import io.breaker.timelimiter.TimeLimiterConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code breaker.timelimiter.configs.<name>} and {@code instances.<name>} can hold. */
final class TimeLimiterProperties extends InstanceProperties<TimeLimiterConfig.Builder> {

    /** Longest duration of a call. */
    private @Nullable Duration timeoutDuration;

    /** Whether a call that takes longer is interrupted or cancelled. */
    private @Nullable Boolean cancelRunningFuture;

    @Override
    void apply(Applier to, TimeLimiterConfig.Builder config) {
        to.value("timeout-duration", timeoutDuration, config::timeoutDuration);
        to.value("cancel-running-future", cancelRunningFuture, config::cancelRunningFuture);
    }

    public void setTimeoutDuration(@Nullable Duration timeoutDuration) {
        this.timeoutDuration = timeoutDuration;
    }

    public void setCancelRunningFuture(@Nullable Boolean cancelRunningFuture) {
        this.cancelRunningFuture = cancelRunningFuture;
    }
}
