package io.breaker.circuitbreaker;

import io.breaker.Backoff;
import io.breaker.Check;
import io.breaker.Nanos;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a circuit breaker decides. Immutable. The accessors carry the names of the settings; what each means, its range and
 * its default stand at the method of the same name of the {@link Builder}.
 */
public final class CircuitBreakerConfig {

    private static final int DEFAULT_MINIMUM = 100;
    private static final int DEFAULT_FAST_CALLS = 10;
    private static final Duration DEFAULT_RAMP = Duration.ofSeconds(30);

    private final Builder values;

    // The same values in the form that decisions need.
    final long slowNanos;
    final long maxHalfOpenNanos;
    final Backoff openWait;
    final long rampNanos;
    final OutcomeClassifier classifier;

    private CircuitBreakerConfig(Builder values) {
        this.values = values;
        this.slowNanos = Nanos.of(values.slowCallDurationThreshold);
        this.maxHalfOpenNanos = Nanos.of(values.maxWaitDurationInHalfOpenState);
        this.openWait = openWait(values);
        this.rampNanos = Nanos.of(recoveryRampDuration());
        this.classifier = new OutcomeClassifier(this);
    }

    private static Backoff openWait(Builder values) {
        Duration max = values.enableExponentialBackoff ? values.exponentialMaxWaitDurationInOpenState : null;
        return new Backoff(
                Nanos.of(values.waitDurationInOpenState),
                values.enableExponentialBackoff ? values.exponentialBackoffMultiplier : 1,
                max == null ? Nanos.MAX : Nanos.of(max),
                values.enableRandomizedWait ? values.randomizedWaitFactor : 0);
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the configuration that has every default} */
    public static CircuitBreakerConfig ofDefaults() {
        return builder().build();
    }

    /** {@return a builder that holds all values of this configuration} */
    public Builder toBuilder() {
        return values.copy();
    }

    public double failureRateThreshold() {
        return values.failureRateThreshold;
    }

    public double slowCallRateThreshold() {
        return values.slowCallRateThreshold;
    }

    public Duration slowCallDurationThreshold() {
        return values.slowCallDurationThreshold;
    }

    public boolean countSlowCallsInFlight() {
        return values.countSlowCallsInFlight;
    }

    public SlidingWindowType slidingWindowType() {
        return values.slidingWindowType;
    }

    public int slidingWindowSize() {
        return values.slidingWindowSize;
    }

    /** {@return the number in force: what was set, else 100 or the size of a smaller count window} */
    public int minimumNumberOfCalls() {
        if (values.minimumNumberOfCalls != null) {
            return values.minimumNumberOfCalls;
        }
        boolean count = values.slidingWindowType == SlidingWindowType.COUNT_BASED;
        return count ? Math.min(DEFAULT_MINIMUM, values.slidingWindowSize) : DEFAULT_MINIMUM;
    }

    public int permittedNumberOfCallsInHalfOpenState() {
        return values.permittedNumberOfCallsInHalfOpenState;
    }

    public Duration maxWaitDurationInHalfOpenState() {
        return values.maxWaitDurationInHalfOpenState;
    }

    public State transitionToStateAfterWaitDuration() {
        return values.transitionToStateAfterWaitDuration;
    }

    public Duration waitDurationInOpenState() {
        return values.waitDurationInOpenState;
    }

    public boolean enableExponentialBackoff() {
        return values.enableExponentialBackoff;
    }

    public double exponentialBackoffMultiplier() {
        return values.exponentialBackoffMultiplier;
    }

    public @Nullable Duration exponentialMaxWaitDurationInOpenState() {
        return values.exponentialMaxWaitDurationInOpenState;
    }

    public boolean enableRandomizedWait() {
        return values.enableRandomizedWait;
    }

    public double randomizedWaitFactor() {
        return values.randomizedWaitFactor;
    }

    public boolean automaticTransitionFromOpenToHalfOpenEnabled() {
        return values.automaticTransitionFromOpenToHalfOpenEnabled;
    }

    /** {@return the number in force: what was set, else 10 in a fleet and 0, none, elsewhere} */
    public int fastWindowCalls() {
        Integer calls = values.fastWindowCalls;
        return calls != null ? calls : values.fleetEnabled ? DEFAULT_FAST_CALLS : 0;
    }

    public double fastWindowRate() {
        return values.fastWindowRate;
    }

    public Duration fastWindowSpan() {
        return values.fastWindowSpan;
    }

    /** {@return the duration in force: what was set, else 30 s in a fleet and 0, none, elsewhere} */
    public Duration recoveryRampDuration() {
        Duration ramp = values.recoveryRampDuration;
        return ramp != null ? ramp : values.fleetEnabled ? DEFAULT_RAMP : Duration.ZERO;
    }

    public double recoveryInitialShare() {
        return values.recoveryInitialShare;
    }

    public boolean fleetEnabled() {
        return values.fleetEnabled;
    }

    public Duration fleetWindowDuration() {
        return values.fleetWindowDuration;
    }

    public List<Class<? extends Throwable>> recordExceptions() {
        return values.recordExceptions;
    }

    public List<Class<? extends Throwable>> ignoreExceptions() {
        return values.ignoreExceptions;
    }

    public @Nullable Predicate<Throwable> recordFailurePredicate() {
        return values.recordFailurePredicate;
    }

    public @Nullable Predicate<Throwable> ignoreExceptionPredicate() {
        return values.ignoreExceptionPredicate;
    }

    public @Nullable Predicate<@Nullable Object> recordResultPredicate() {
        return values.recordResultPredicate;
    }

    public @Nullable ExceptionClassifier exceptionClassifier() {
        return values.exceptionClassifier;
    }

    public State initialState() {
        return values.initialState;
    }

    public boolean writableStackTraceEnabled() {
        return values.writableStackTraceEnabled;
    }

    /**
     * Collects settings. Each method returns this builder and throws {@link IllegalArgumentException} for a value outside
     * its range. Not thread-safe.
     */
    public static final class Builder implements Cloneable {

        private double failureRateThreshold = 50;
        private double slowCallRateThreshold = 100;
        private Duration slowCallDurationThreshold = Duration.ofSeconds(60);
        private boolean countSlowCallsInFlight = true;
        private SlidingWindowType slidingWindowType = SlidingWindowType.COUNT_BASED;
        private int slidingWindowSize = 100;
        private @Nullable Integer minimumNumberOfCalls;
        private int permittedNumberOfCallsInHalfOpenState = 10;
        private Duration maxWaitDurationInHalfOpenState = Duration.ZERO;
        private State transitionToStateAfterWaitDuration = State.OPEN;
        private Duration waitDurationInOpenState = Duration.ofSeconds(60);
        private boolean enableExponentialBackoff;
        private double exponentialBackoffMultiplier = 1.5;
        private @Nullable Duration exponentialMaxWaitDurationInOpenState;
        private boolean enableRandomizedWait;
        private double randomizedWaitFactor = 0.5;
        private boolean automaticTransitionFromOpenToHalfOpenEnabled;
        private @Nullable Integer fastWindowCalls;
        private double fastWindowRate = 90;
        private Duration fastWindowSpan = Duration.ofSeconds(2);
        private @Nullable Duration recoveryRampDuration;
        private double recoveryInitialShare = 10;
        private boolean fleetEnabled;
        private Duration fleetWindowDuration = Duration.ofSeconds(10);
        private List<Class<? extends Throwable>> recordExceptions = List.of();
        private List<Class<? extends Throwable>> ignoreExceptions = List.of();
        private @Nullable Predicate<Throwable> recordFailurePredicate;
        private @Nullable Predicate<Throwable> ignoreExceptionPredicate;
        private @Nullable Predicate<@Nullable Object> recordResultPredicate;
        private @Nullable ExceptionClassifier exceptionClassifier;
        private State initialState = State.CLOSED;
        private boolean writableStackTraceEnabled;

        private Builder() {}

        /** The failure rate at which the breaker opens, reached at {@code >=}: percent, above 0, at most 100. Default 50. */
        public Builder failureRateThreshold(double value) {
            failureRateThreshold = Check.percent("failureRateThreshold", value);
            return this;
        }

        /** The rate of slow calls at which it opens, reached at {@code >=}: percent, above 0, at most 100. Default 100. */
        public Builder slowCallRateThreshold(double value) {
            slowCallRateThreshold = Check.percent("slowCallRateThreshold", value);
            return this;
        }

        /** How long a call may take without being slow; exceeded at {@code >}. Positive; default 60 s. */
        public Builder slowCallDurationThreshold(Duration value) {
            slowCallDurationThreshold = Check.positive("slowCallDurationThreshold", value);
            return this;
        }

        /** Whether a running call is slow from the moment it exceeds that duration, not only when it ends. Default true. */
        public Builder countSlowCallsInFlight(boolean value) {
            countSlowCallsInFlight = value;
            return this;
        }

        /** Whether the window holds the last calls or the last seconds. Default {@code COUNT_BASED}. */
        public Builder slidingWindowType(SlidingWindowType value) {
            slidingWindowType =
                    Check.require(value != null, "slidingWindowType", value, "must be COUNT_BASED or TIME_BASED");
            return this;
        }

        /** What the window holds: calls (at most 32767) or seconds. At least 1; default 100. */
        public Builder slidingWindowSize(int value) {
            slidingWindowSize = Check.within("slidingWindowSize", value, 1, Integer.MAX_VALUE);
            return this;
        }

        /** How many calls must be recorded before a rate counts. At least 1; default 100, or the size of a smaller count
         * window. With more than a count window holds, the breaker never opens. */
        public Builder minimumNumberOfCalls(int value) {
            minimumNumberOfCalls = Check.within("minimumNumberOfCalls", value, 1, Integer.MAX_VALUE);
            return this;
        }

        /** How many probes a half-open breaker lets through. From 1 to 32767; default 10. */
        public Builder permittedNumberOfCallsInHalfOpenState(int value) {
            permittedNumberOfCallsInHalfOpenState =
                    Check.within("permittedNumberOfCallsInHalfOpenState", value, 1, CountWindow.MAX_SIZE);
            return this;
        }

        /** How long it waits half-open for its probes; zero, the default, for as long as it takes. */
        public Builder maxWaitDurationInHalfOpenState(Duration value) {
            maxWaitDurationInHalfOpenState = Check.notNegative("maxWaitDurationInHalfOpenState", value);
            return this;
        }

        /** Where it goes after that wait: {@code OPEN}, the default, or {@code CLOSED}. */
        public Builder transitionToStateAfterWaitDuration(State value) {
            transitionToStateAfterWaitDuration = Check.require(
                    value == State.OPEN || value == State.CLOSED,
                    "transitionToStateAfterWaitDuration",
                    value,
                    "must be OPEN or CLOSED");
            return this;
        }

        /** How long it refuses calls before it lets probes through. Positive; default 60 s. */
        public Builder waitDurationInOpenState(Duration value) {
            waitDurationInOpenState = Check.positive("waitDurationInOpenState", value);
            return this;
        }

        /** Whether that wait grows each time the probes fail. Default false. */
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
        public Builder exponentialMaxWaitDurationInOpenState(@Nullable Duration value) {
            exponentialMaxWaitDurationInOpenState =
                    value == null ? null : Check.positive("exponentialMaxWaitDurationInOpenState", value);
            return this;
        }

        /** Whether that wait is scattered, so that instances do not all probe at once. Default false. */
        public Builder enableRandomizedWait(boolean value) {
            enableRandomizedWait = value;
            return this;
        }

        /** By which part of itself a scattered wait differs at most. From 0 to below 1; default 0.5. */
        public Builder randomizedWaitFactor(double value) {
            randomizedWaitFactor = Check.belowOne("randomizedWaitFactor", value);
            return this;
        }

        /** Whether a timer ends the wait, so that listeners hear of it without traffic. Default false. */
        public Builder automaticTransitionFromOpenToHalfOpenEnabled(boolean value) {
            automaticTransitionFromOpenToHalfOpenEnabled = value;
            return this;
        }

        /** How many calls a second, fast window must hold before its rates count, for outages that are sudden and total: it
         * opens the breaker without waiting for the window to fill. At least 0, which is off; default 0, in a fleet 10. */
        public Builder fastWindowCalls(int value) {
            fastWindowCalls = Check.within("fastWindowCalls", value, 0, Integer.MAX_VALUE);
            return this;
        }

        /** The rate of failed calls of the fast window, or of slow ones, at which it opens the breaker, reached at {@code >=}:
         * percent, above 0, at most 100. Default 90. */
        public Builder fastWindowRate(double value) {
            fastWindowRate = Check.percent("fastWindowRate", value);
            return this;
        }

        /** How far the fast window reaches back, in four buckets: at least three quarters of this. From 1 ms to 1 h; default
         * 2 s. */
        public Builder fastWindowSpan(Duration value) {
            fastWindowSpan = Check.within("fastWindowSpan", value, Duration.ofMillis(1), Duration.ofHours(1));
            return this;
        }

        /** How long the share of calls that are let through grows, after the probes have closed the breaker. Not negative;
         * zero lets all through at once. Default zero, in a fleet 30 s. */
        public Builder recoveryRampDuration(Duration value) {
            recoveryRampDuration = Check.notNegative("recoveryRampDuration", value);
            return this;
        }

        /** With which share of calls that growth begins: percent, above 0, at most 100. Default 10. */
        public Builder recoveryInitialShare(double value) {
            recoveryInitialShare = Check.percent("recoveryInitialShare", value);
            return this;
        }

        /** Whether the breaker shares its state with those of the same name in other instances. It takes a {@link
         * CircuitBreakerFleet} to do so. Default false. */
        public Builder fleetEnabled(boolean value) {
            fleetEnabled = value;
            return this;
        }

        /** How far back a fleet adds up calls if {@code slidingWindowType} is {@code COUNT_BASED}; otherwise it is {@code
         * slidingWindowSize}. Positive, and at most 30 times {@code fastWindowSpan}; default 10 s. */
        public Builder fleetWindowDuration(Duration value) {
            fleetWindowDuration = Check.positive("fleetWindowDuration", value);
            return this;
        }

        /** The exceptions that are failures, with their subtypes. Default empty: all are, unless a predicate or a classifier
         * decides. An {@link Error} always is. */
        public Builder recordExceptions(List<? extends Class<? extends Throwable>> value) {
            recordExceptions = List.copyOf(value);
            return this;
        }

        /** As {@link #recordExceptions(List)}. */
        @SafeVarargs
        @SuppressWarnings("varargs") // only read
        public final Builder recordExceptions(Class<? extends Throwable>... value) {
            return recordExceptions(List.of(value));
        }

        /** The exceptions that count neither as failure nor as success, with their subtypes. Default none. */
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

        /** Which exceptions are failures besides the recorded types. Default {@code null}. */
        public Builder recordFailurePredicate(@Nullable Predicate<Throwable> value) {
            recordFailurePredicate = value;
            return this;
        }

        /** Which exceptions are ignored besides the ignored types. Default {@code null}. */
        public Builder ignoreExceptionPredicate(@Nullable Predicate<Throwable> value) {
            ignoreExceptionPredicate = value;
            return this;
        }

        /** Which results, {@code null} among them, are failures. Default {@code null}: none. */
        public Builder recordResultPredicate(@Nullable Predicate<@Nullable Object> value) {
            recordResultPredicate = value;
            return this;
        }

        /** Which exceptions are failures besides the recorded types. Default {@code null}. */
        public Builder exceptionClassifier(@Nullable ExceptionClassifier value) {
            exceptionClassifier = value;
            return this;
        }

        /** The state of a new breaker and after a reset. Default {@code CLOSED}. */
        public Builder initialState(State value) {
            initialState = Check.require(value != null, "initialState", value, "must be a state");
            return this;
        }

        /** Whether refusals have stack traces. Default false. */
        public Builder writableStackTraceEnabled(boolean value) {
            writableStackTraceEnabled = value;
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @return a configuration that later changes of this builder do not touch
         * @throws IllegalArgumentException if a count window is larger than 32767 calls, or a fleet's window longer than 30
         *     times the fast one's span
         */
        public CircuitBreakerConfig build() {
            if (slidingWindowType == SlidingWindowType.COUNT_BASED) {
                Check.require(
                        slidingWindowSize <= CountWindow.MAX_SIZE,
                        "slidingWindowSize",
                        slidingWindowSize,
                        "must be from 1 to " + CountWindow.MAX_SIZE + " where slidingWindowType is COUNT_BASED");
            }
            if (fleetEnabled && slidingWindowType == SlidingWindowType.COUNT_BASED) {
                Check.require(
                        fleetWindowDuration.compareTo(fastWindowSpan.multipliedBy(30)) <= 0,
                        "fleetWindowDuration",
                        fleetWindowDuration,
                        "must be at most 30 times fastWindowSpan, which is " + fastWindowSpan);
            }
            return new CircuitBreakerConfig(copy());
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
