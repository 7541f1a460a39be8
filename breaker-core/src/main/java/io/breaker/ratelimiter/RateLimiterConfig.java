package io.breaker.ratelimiter;

import io.breaker.Check;
import io.breaker.Nanos;
import java.time.Duration;

/**
 * How many calls a rate limiter lets begin in which time. Immutable. The accessors carry the names of the settings; what
 * each means, its range and its default stand at the method of the same name of the {@link Builder}.
 */
public final class RateLimiterConfig {

    private final Builder values;

    /** In which one permit comes back. Whole nanoseconds, rounded down. */
    final long intervalNanos;

    /** In which all of them come back. */
    final long allNanos;

    final long timeoutNanos;

    private RateLimiterConfig(Builder values) {
        this.values = values;
        this.intervalNanos = Nanos.of(values.limitRefreshPeriod) / values.limitForPeriod;
        this.allNanos = intervalNanos * values.limitForPeriod;
        this.timeoutNanos = Nanos.of(values.timeoutDuration);
        Check.require(
                intervalNanos > 0,
                "limitForPeriod",
                values.limitForPeriod,
                "must be at most one for each nanosecond of limitRefreshPeriod, which is " + values.limitRefreshPeriod);
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the configuration that has every default} */
    public static RateLimiterConfig ofDefaults() {
        return builder().build();
    }

    /** {@return a builder that holds all values of this configuration} */
    public Builder toBuilder() {
        return values.copy();
    }

    public int limitForPeriod() {
        return values.limitForPeriod;
    }

    public Duration limitRefreshPeriod() {
        return values.limitRefreshPeriod;
    }

    public Duration timeoutDuration() {
        return values.timeoutDuration;
    }

    /**
     * Collects settings. Each method returns this builder and throws {@link IllegalArgumentException} for a value outside
     * its range. Not thread-safe.
     */
    public static final class Builder implements Cloneable {

        private int limitForPeriod = 50;
        private Duration limitRefreshPeriod = Duration.ofSeconds(1);
        private Duration timeoutDuration = Duration.ZERO;

        private Builder() {}

        /** How many permits there are, and come back in a period. At least 1; default 50. */
        public Builder limitForPeriod(int value) {
            limitForPeriod = Check.within("limitForPeriod", value, 1, Integer.MAX_VALUE);
            return this;
        }

        /** In which time that many permits come back, evenly spread over it. Positive; default 1 s. */
        public Builder limitRefreshPeriod(Duration value) {
            limitRefreshPeriod = Check.positive("limitRefreshPeriod", value);
            return this;
        }

        /** How long a call waits for its permit at most; one that would wait longer is refused at once. Not negative;
         * default 0, not at all. */
        public Builder timeoutDuration(Duration value) {
            timeoutDuration = Check.notNegative("timeoutDuration", value);
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @return a configuration that later changes of this builder do not touch
         * @throws IllegalArgumentException if there are more permits than nanoseconds in a period
         */
        public RateLimiterConfig build() {
            return new RateLimiterConfig(copy());
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
