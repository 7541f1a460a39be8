package io.breaker.bulkhead;

import io.breaker.Check;
import io.breaker.Nanos;
import java.time.Duration;

/**
 * How many calls a bulkhead lets run at once. Immutable. The accessors carry the names of the settings; what each means,
 * its range and its default stand at the method of the same name of the {@link Builder}.
 */
public final class BulkheadConfig {

    private final Builder values;

    final long maxWaitNanos;

    private BulkheadConfig(Builder values) {
        this.values = values;
        this.maxWaitNanos = Nanos.of(values.maxWaitDuration);
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the configuration that has every default} */
    public static BulkheadConfig ofDefaults() {
        return builder().build();
    }

    /** {@return a builder that holds all values of this configuration} */
    public Builder toBuilder() {
        return values.copy();
    }

    public int maxConcurrentCalls() {
        return values.maxConcurrentCalls;
    }

    public Duration maxWaitDuration() {
        return values.maxWaitDuration;
    }

    public boolean fairCallHandlingEnabled() {
        return values.fairCallHandlingEnabled;
    }

    /**
     * Collects settings. Each method returns this builder and throws {@link IllegalArgumentException} for a value outside
     * its range. Not thread-safe.
     */
    public static final class Builder implements Cloneable {

        private int maxConcurrentCalls = 25;
        private Duration maxWaitDuration = Duration.ZERO;
        private boolean fairCallHandlingEnabled = true;

        private Builder() {}

        /** How many calls may run at once. At least 1; default 25. */
        public Builder maxConcurrentCalls(int value) {
            maxConcurrentCalls = Check.within("maxConcurrentCalls", value, 1, Integer.MAX_VALUE);
            return this;
        }

        /** How long a call waits for a running one to end before it is refused. Not negative; default 0, not at all. */
        public Builder maxWaitDuration(Duration value) {
            maxWaitDuration = Check.notNegative("maxWaitDuration", value);
            return this;
        }

        /** Whether a call that comes while others wait goes behind them. Default true. */
        public Builder fairCallHandlingEnabled(boolean value) {
            fairCallHandlingEnabled = value;
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @return a configuration that later changes of this builder do not touch
         */
        public BulkheadConfig build() {
            return new BulkheadConfig(copy());
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
