package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code fast-window} of a circuit breaker can hold. */
final class FastWindowProperties {

    /** Number of calls below which no rate of the fast window counts, or 0 for no fast window; if not set, 10 in a fleet. */
    private @Nullable Integer calls;

    /** Rate of failed or of slow calls, in percent of those in the fast window, at which the breaker opens. */
    private @Nullable Double rate;

    /** Duration that the fast window reaches back. */
    private @Nullable Duration span;

    void apply(Applier to, CircuitBreakerConfig.Builder config) {
        to.value("fast-window.calls", calls, config::fastWindowCalls);
        to.value("fast-window.rate", rate, config::fastWindowRate);
        to.value("fast-window.span", span, config::fastWindowSpan);
    }

    public void setCalls(@Nullable Integer calls) {
        this.calls = calls;
    }

    public void setRate(@Nullable Double rate) {
        this.rate = rate;
    }

    public void setSpan(@Nullable Duration span) {
        this.span = span;
    }
}
