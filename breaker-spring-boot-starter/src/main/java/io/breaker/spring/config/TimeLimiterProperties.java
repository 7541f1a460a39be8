package io.breaker.spring.config;

import io.breaker.timelimiter.TimeLimiterConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code breaker.timelimiter.configs.<name>} and {@code instances.<name>} can hold. */
final class TimeLimiterProperties extends InstanceProperties<Draft<TimeLimiterConfig.Builder>> {

    /** Longest duration of a call. */
    private @Nullable Duration timeoutDuration;

    /** Whether a call that takes longer is interrupted or cancelled. */
    private @Nullable Boolean cancelRunningFuture;

    @Override
    void apply(Applier to, Draft<TimeLimiterConfig.Builder> draft) {
        TimeLimiterConfig.Builder config = draft.config();
        to.value("timeout-duration", timeoutDuration, config::timeoutDuration);
        to.value("cancel-running-future", cancelRunningFuture, config::cancelRunningFuture);
        applyVisibility(to, draft.visibility());
    }

    public void setTimeoutDuration(@Nullable Duration timeoutDuration) {
        this.timeoutDuration = timeoutDuration;
    }

    public void setCancelRunningFuture(@Nullable Boolean cancelRunningFuture) {
        this.cancelRunningFuture = cancelRunningFuture;
    }
}
