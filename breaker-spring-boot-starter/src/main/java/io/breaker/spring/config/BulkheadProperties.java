package io.breaker.spring.config;

import io.breaker.bulkhead.BulkheadConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code breaker.bulkhead.configs.<name>} and {@code instances.<name>} can hold. */
final class BulkheadProperties extends InstanceProperties<Draft<BulkheadConfig.Builder>> {

    /** Number of calls that may run at once. */
    private @Nullable Integer maxConcurrentCalls;

    /** Longest wait of a call for a running one to end, or 0 to refuse it at once. */
    private @Nullable Duration maxWaitDuration;

    /** Whether a call that comes while others wait goes behind them. */
    private @Nullable Boolean fairCallHandlingEnabled;

    @Override
    void apply(Applier to, Draft<BulkheadConfig.Builder> draft) {
        BulkheadConfig.Builder config = draft.config();
        to.value("max-concurrent-calls", maxConcurrentCalls, config::maxConcurrentCalls);
        to.value("max-wait-duration", maxWaitDuration, config::maxWaitDuration);
        to.value("fair-call-handling-enabled", fairCallHandlingEnabled, config::fairCallHandlingEnabled);
        applyVisibility(to, draft.visibility());
    }

    public void setMaxConcurrentCalls(@Nullable Integer maxConcurrentCalls) {
        this.maxConcurrentCalls = maxConcurrentCalls;
    }

    public void setMaxWaitDuration(@Nullable Duration maxWaitDuration) {
        this.maxWaitDuration = maxWaitDuration;
    }

    public void setFairCallHandlingEnabled(@Nullable Boolean fairCallHandlingEnabled) {
        this.fairCallHandlingEnabled = fairCallHandlingEnabled;
    }
}
