package io.breaker.retry;

import io.breaker.Backoff;
import io.breaker.Check;
import io.breaker.Nanos;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When and how a retry calls again. Immutable. The accessors carry the names of the settings; what each means, its range
 * and its default stand at the method of the same name of the {@link Builder}.
 */
public final class RetryConfig {

    private final Builder values;

    // The same values in the form that decisions need.
    final Backoff backoff;
    final long maxNanos;
    final long maxRetryAfterNanos;
    final RetryDecider decider;

    private RetryConfig(Builder values) {
        this.values = values;
        this.backoff = backoff(values);
        this.maxNanos = Nanos.of(values.maxDuration);
        this.maxRetryAfterNanos = Nanos.of(values.maxRetryAfterDuration);
        this.decider = new RetryDecider(this);
    }

    private static Backoff backoff(Builder values) {
        Duration max = values.enableExponentialBackoff ? values.exponentialMaxWaitDuration : null;
        return new Backoff(
                Nanos.of(values.waitDuration),
                values.enableExponentialBackoff ? values.exponentialBackoffMultiplier : 1,
                max == null ? Nanos.MAX : Nanos.of(max),
                values.enableRandomizedWait ? values.randomizedWaitFactor : 0);
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the configuration that has every default} */
    public static RetryConfig ofDefaults() {
        return builder().build();
    }

    /** {@return a builder that holds all values of this configuration} */
    public Builder toBuilder() {
        return values.copy();
    }

    public int maxAttempts() {
        return values.maxAttempts;
    }

    public Duration waitDuration() {
        return values.waitDuration;
    }

    public boolean enableExponentialBackoff() {
        return values.enableExponentialBackoff;
    }

    public double exponentialBackoffMultiplier() {
        return values.exponentialBackoffMultiplier;
    }

    public @Nullable Duration exponentialMaxWaitDuration() {
        return values.exponentialMaxWaitDuration;
    }

    public boolean enableRandomizedWait() {
        return values.enableRandomizedWait;
    }

    public double randomizedWaitFactor() {
        return values.randomizedWaitFactor;
    }

    public List<Class<? extends Throwable>> retryExceptions() {
        return values.retryExceptions;
    }

    public List<Class<? extends Throwable>> ignoreExceptions() {
        return values.ignoreExceptions;
    }

    public @Nullable Predicate<Throwable> retryExceptionPredicate() {
        return values.retryExceptionPredicate;
    }

    public @Nullable Predicate<@Nullable Object> resultPredicate() {
        return values.resultPredicate;
    }

    public boolean failAfterMaxAttempts() {
        return values.failAfterMaxAttempts;
    }

    public Duration maxDuration() {
        return values.maxDuration;
    }

    public Duration maxRetryAfterDuration() {
        return values.maxRetryAfterDuration;
    }

    public @Nullable Function<Throwable, @Nullable Duration> retryAfterFunction() {
        return values.retryAfterFunction;
    }

    /**
     * Collects settings. Each method returns this builder and throws {@link IllegalArgumentException} for a value outside
     * its range. Not thread-safe.
     */
    public static final class Builder implements Cloneable {

        private int maxAttempts = 3;
        private Duration waitDuration = Duration.ofMillis(500);
        private boolean enableExponentialBackoff;
        private double exponentialBackoffMultiplier = 1.5;
        private @Nullable Duration exponentialMaxWaitDuration;
        private boolean enableRandomizedWait;
        private double randomizedWaitFactor = 0.5;
        private List<Class<? extends Throwable>> retryExceptions = List.of();
        private List<Class<? extends Throwable>> ignoreExceptions = List.of();
        private @Nullable Predicate<Throwable> retryExceptionPredicate;
        private @Nullable Predicate<@Nullable Object> resultPredicate;
        private boolean failAfterMaxAttempts;
        private Duration maxDuration = Duration.ZERO;
        private Duration maxRetryAfterDuration = Duration.ofSeconds(30);
        private @Nullable Function<Throwable, @Nullable Duration> retryAfterFunction;

        private Builder() {}

        /** How often the guarded code runs at most, the first time included. At least 1; default 3. */
        public Builder maxAttempts(int value) {
            maxAttempts = Check.within("maxAttempts", value, 1, Integer.MAX_VALUE);
            return this;
        }

        /** How long to wait before the next attempt. Not negative; default 500 ms. */
        public Builder waitDuration(Duration value) {
            waitDuration = Check.notNegative("waitDuration", value);
            return this;
        }

        /** Whether that wait grows from attempt to attempt. Default false. */
        public Builder enableExponentialBackoff(boolean value) {
            enableExponentialBackoff = value;
            return this;
        }

        /** By which factor it grows. At least 1; default 1.5. */
        public Builder exponentialBackoffMultiplier(double value) {
            exponentialBackoffMultiplier = Check.atLeastOne("exponentialBackoffMultiplier", value);
            return this;
        }

        /** The longest it gets by growing. Positive; default {@code null}, no limit. */
        public Builder exponentialMaxWaitDuration(@Nullable Duration value) {
            exponentialMaxWaitDuration = value == null ? null : Check.positive("exponentialMaxWaitDuration", value);
            return this;
        }

        /** Whether that wait is scattered, so that callers do not all come back at once. Default false. */
        public Builder enableRandomizedWait(boolean value) {
            enableRandomizedWait = value;
            return this;
        }

        /** By which part of itself a scattered wait differs at most. From 0 to below 1; default 0.5. */
        public Builder randomizedWaitFactor(double value) {
            randomizedWaitFactor = Check.belowOne("randomizedWaitFactor", value);
            return this;
        }

        /** What is retried, with subtypes. Default empty: every exception, but no {@link Error}. A refusal is retried only if
         * a type of refusal is listed. */
        public Builder retryExceptions(List<? extends Class<? extends Throwable>> value) {
            retryExceptions = List.copyOf(value);
            return this;
        }

        /** As {@link #retryExceptions(List)}. */
        @SafeVarargs
        @SuppressWarnings("varargs") // only read
        public final Builder retryExceptions(Class<? extends Throwable>... value) {
            return retryExceptions(List.of(value));
        }

        /** What is never retried, with subtypes. Default none. */
        public Builder ignoreExceptions(List<? extends Class<? extends Throwable>> value) {
            ignoreExceptions = List.copyOf(value);
            return this;
        }

        /** As {@link #ignoreExceptions(List)}. */
        @SafeVarargs
        @SuppressWarnings("varargs") // only read
        public final Builder ignoreExceptions(Class<? extends Throwable>... value) {
            return ignoreExceptions(List.of(value));
        }

        /** What is retried besides the listed types. Default {@code null}. */
        public Builder retryExceptionPredicate(@Nullable Predicate<Throwable> value) {
            retryExceptionPredicate = value;
            return this;
        }

        /** Which results, {@code null} among them, are unwanted and retried. Default {@code null}: none. */
        public Builder resultPredicate(@Nullable Predicate<@Nullable Object> value) {
            resultPredicate = value;
            return this;
        }

        /** Whether a result that is still unwanted at the end becomes a {@link MaxRetriesExceededException}. Default false. */
        public Builder failAfterMaxAttempts(boolean value) {
            failAfterMaxAttempts = value;
            return this;
        }

        /** How long all attempts and waits may take: no wait begins that would end later. Zero, the default, for no limit. */
        public Builder maxDuration(Duration value) {
            maxDuration = Check.notNegative("maxDuration", value);
            return this;
        }

        /**
         * How long a wait that an exception asks for, by {@link io.breaker.RetryAfter} or the {@link #retryAfterFunction}, may
         * be. It takes the place of a shorter wait; where it is longer than this, there is no further attempt. Zero for not
         * to heed it. Not negative; default 30 s.
         */
        public Builder maxRetryAfterDuration(Duration value) {
            maxRetryAfterDuration = Check.notNegative("maxRetryAfterDuration", value);
            return this;
        }

        /** Finds out which wait an exception asks for, {@code null} for none, where the exception is no {@link
         * io.breaker.RetryAfter}. Default {@code null}. */
        public Builder retryAfterFunction(@Nullable Function<Throwable, @Nullable Duration> value) {
            retryAfterFunction = value;
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @return a configuration that later changes of this builder do not touch
         */
        public RetryConfig build() {
            return new RetryConfig(copy());
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
