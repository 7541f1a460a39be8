package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code recovery} of a circuit breaker can hold. */
final class RecoveryProperties {

    /** Duration for which the share of calls that are let through grows after an outage, or 0; if not set, 30s in a fleet. */
    private @Nullable Duration rampDuration;

    /** Share of calls, in percent, with which that growth begins. */
    private @Nullable Double initialShare;

    void apply(Applier to, CircuitBreakerConfig.Builder config) {
        to.value("recovery.ramp-duration", rampDuration, config::recoveryRampDuration);
        to.value("recovery.initial-share", initialShare, config::recoveryInitialShare);
    }

    public void setRampDuration(@Nullable Duration rampDuration) {
        this.rampDuration = rampDuration;
    }

    public void setInitialShare(@Nullable Double initialShare) {
        this.initialShare = initialShare;
    }
}
