package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code fleet} of a circuit breaker can hold. */
final class MembershipProperties {

    /** Whether the breaker is one with those of its name in the service's other instances. */
    private @Nullable Boolean enabled;

    /** Duration over which a fleet adds up the calls of a breaker whose own window holds a number of calls. */
    private @Nullable Duration windowDuration;

    void apply(Applier to, CircuitBreakerConfig.Builder config) {
        to.value("fleet.enabled", enabled, config::fleetEnabled);
        to.value("fleet.window-duration", windowDuration, config::fleetWindowDuration);
    }

    public void setEnabled(@Nullable Boolean enabled) {
        this.enabled = enabled;
    }

    public void setWindowDuration(@Nullable Duration windowDuration) {
        this.windowDuration = windowDuration;
    }
}
