package io.breaker.timelimiter;

import io.breaker.Check;
import io.breaker.Nanos;
import java.time.Duration;

/**
 * How long a time limiter lets calls take. Immutable. The accessors carry the names of the settings; what each means, its
 * range and its default stand at the method of the same name of the {@link Builder}.
 */
public final class TimeLimiterConfig {

    private final Builder values;

    final long timeoutNanos;

    private TimeLimiterConfig(Builder values) {
        this.values = values;
        this.timeoutNanos = Nanos.of(values.timeoutDuration);
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the configuration that has every default} */
    public static TimeLimiterConfig ofDefaults() {
        return builder().build();
    }

    /** {@return a builder that holds all values of this configuration} */
    public Builder toBuilder() {
        return values.copy();
    }

    public Duration timeoutDuration() {
        return values.timeoutDuration;
    }

    public boolean cancelRunningFuture() {
        return values.cancelRunningFuture;
    }

    /**
     * Collects settings. Each method returns this builder and throws {@link IllegalArgumentException} for a value outside
     * its range. Not thread-safe.
     */
    public static final class Builder implements Cloneable {

        private Duration timeoutDuration = Duration.ofSeconds(1);
        private boolean cancelRunningFuture = true;

        private Builder() {}

        /** How long a call may take. Positive; default 1 s. */
        public Builder timeoutDuration(Duration value) {
            timeoutDuration = Check.positive("timeoutDuration", value);
            return this;
        }

        /**
         * Whether a call that takes longer is stopped: a blocking one by an interruption of its thread, a stage or a
         * publisher by cancelling it. Default true.
         */
        public Builder cancelRunningFuture(boolean value) {
            cancelRunningFuture = value;
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @return a configuration that later changes of this builder do not touch
         */
        public TimeLimiterConfig build() {
            return new TimeLimiterConfig(copy());
        }

        private Builder copy() {
            try {
                return (Builder) clone();
            } catch (CloneNotSupportedException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}
