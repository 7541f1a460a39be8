package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.ExceptionClassifier;
import io.breaker.circuitbreaker.SlidingWindowType;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What {@code breaker.circuitbreaker.configs.<name>} and {@code instances.<name>} can hold. */
final class CircuitBreakerProperties extends WaitingProperties<CircuitBreakerDraft> {

    /** The states that can follow a half-open one whose probes do not come back. */
    enum StateAfterWait {
        OPEN,
        CLOSED
    }

    /** Failure rate, in percent of recorded calls, at which the breaker opens. */
    private @Nullable Double failureRateThreshold;

    /** Rate of slow calls, in percent of recorded calls, at which the breaker opens. */
    private @Nullable Double slowCallRateThreshold;

    /** Duration above which a call is slow. */
    private @Nullable Duration slowCallDurationThreshold;

    /** Whether a running call counts as slow from the moment it exceeds the slow duration. */
    private @Nullable Boolean countSlowCallsInFlight;

    /** What the window holds, the last calls or the last seconds. */
    private @Nullable SlidingWindowType slidingWindowType;

    /** Size of the window, in calls or in seconds. */
    private @Nullable Integer slidingWindowSize;

    /** Number of recorded calls below which no rate counts. */
    private @Nullable Integer minimumNumberOfCalls;

    /** Number of probes that a half-open breaker lets through. */
    private @Nullable Integer permittedNumberOfCallsInHalfOpenState;

    /** Longest wait for the probes of a half-open breaker, or 0 for no limit. */
    private @Nullable Duration maxWaitDurationInHalfOpenState;

    /** State that follows when that wait is over. */
    private @Nullable StateAfterWait transitionToStateAfterWaitDuration;

    /** Duration for which an open breaker refuses calls. */
    private @Nullable Duration waitDurationInOpenState;

    /** Longest duration that growing waits reach. */
    private @Nullable Duration exponentialMaxWaitDurationInOpenState;

    /** Whether a timer ends the open state without waiting for a call. */
    private @Nullable Boolean automaticTransitionFromOpenToHalfOpenEnabled;

    /** Exceptions, with their subtypes, that count as failures. */
    private @Nullable List<Class<? extends Throwable>> recordExceptions;

    /** Predicate on exceptions that says which count as failures. */
    private @Nullable Class<? extends Predicate<?>> recordFailurePredicate;

    /** Predicate on exceptions that says which do not count. */
    private @Nullable Class<? extends Predicate<?>> ignoreExceptionPredicate;

    /** Predicate on results that says which count as failures. */
    private @Nullable Class<? extends Predicate<?>> recordResultPredicate;

    /** Name of the ExceptionClassifier bean that says which exceptions count as failures. */
    private @Nullable String exceptionClassifier;

    /** State in which the breaker starts. */
    private @Nullable State initialState;

    /** Whether refusals have stack traces. */
    private @Nullable Boolean writableStackTraceEnabled;

    /** Whether the breaker shows in the health endpoint. */
    private @Nullable Boolean registerHealthIndicator;

    /** Whether the open breaker turns the health component down. */
    private @Nullable Boolean allowHealthIndicatorToFail;

    private final FastWindowProperties fastWindow = new FastWindowProperties();
    private final RecoveryProperties recovery = new RecoveryProperties();
    private final MembershipProperties fleet = new MembershipProperties();

    @Override
    void apply(Applier to, CircuitBreakerDraft draft) {
        applyWindow(to, draft.config());
        applyStates(to, draft.config());
        applyOutcomes(to, draft.config());
        fastWindow.apply(to, draft.config());
        recovery.apply(to, draft.config());
        fleet.apply(to, draft.config());
        applyHealth(to, draft.visibility());
        applyVisibility(to, draft.visibility());
    }

    private void applyWindow(Applier to, CircuitBreakerConfig.Builder config) {
        to.value("failure-rate-threshold", failureRateThreshold, config::failureRateThreshold);
        to.value("slow-call-rate-threshold", slowCallRateThreshold, config::slowCallRateThreshold);
        to.value("slow-call-duration-threshold", slowCallDurationThreshold, config::slowCallDurationThreshold);
        to.value("count-slow-calls-in-flight", countSlowCallsInFlight, config::countSlowCallsInFlight);
        to.value("sliding-window-type", slidingWindowType, config::slidingWindowType);
        to.value("sliding-window-size", slidingWindowSize, config::slidingWindowSize);
        to.value("minimum-number-of-calls", minimumNumberOfCalls, config::minimumNumberOfCalls);
    }

    private void applyStates(Applier to, CircuitBreakerConfig.Builder config) {
        to.value(
                "permitted-number-of-calls-in-half-open-state",
                permittedNumberOfCallsInHalfOpenState,
                config::permittedNumberOfCallsInHalfOpenState);
        to.value(
                "max-wait-duration-in-half-open-state",
                maxWaitDurationInHalfOpenState,
                config::maxWaitDurationInHalfOpenState);
        to.value(
                "transition-to-state-after-wait-duration",
                transitionToStateAfterWaitDuration,
                after -> config.transitionToStateAfterWaitDuration(State.valueOf(after.name())));
        to.value("wait-duration-in-open-state", waitDurationInOpenState, config::waitDurationInOpenState);
        to.value(
                "exponential-max-wait-duration-in-open-state",
                exponentialMaxWaitDurationInOpenState,
                config::exponentialMaxWaitDurationInOpenState);
        to.value(
                "automatic-transition-from-open-to-half-open-enabled",
                automaticTransitionFromOpenToHalfOpenEnabled,
                config::automaticTransitionFromOpenToHalfOpenEnabled);
        to.value("initial-state", initialState, config::initialState);
        to.value("writable-stack-trace-enabled", writableStackTraceEnabled, config::writableStackTraceEnabled);
        to.value("enable-exponential-backoff", enableExponentialBackoff(), config::enableExponentialBackoff);
        to.value(
                "exponential-backoff-multiplier", exponentialBackoffMultiplier(), config::exponentialBackoffMultiplier);
        to.value("enable-randomized-wait", enableRandomizedWait(), config::enableRandomizedWait);
        to.value("randomized-wait-factor", randomizedWaitFactor(), config::randomizedWaitFactor);
    }

    private void applyOutcomes(Applier to, CircuitBreakerConfig.Builder config) {
        to.exceptions("record-exceptions", recordExceptions, config::recordExceptions);
        to.predicate("record-failure-predicate", recordFailurePredicate, config::recordFailurePredicate);
        to.predicate("ignore-exception-predicate", ignoreExceptionPredicate, config::ignoreExceptionPredicate);
        to.predicate("record-result-predicate", recordResultPredicate, config::recordResultPredicate);
        to.bean(
                "exception-classifier",
                exceptionClassifier,
                ExceptionClassifier.class,
                bean -> config.exceptionClassifier(new NamedClassifier(bean)));
        to.exceptions("ignore-exceptions", ignoreExceptions(), config::ignoreExceptions);
    }

    private void applyHealth(Applier to, HealthVisibility visibility) {
        to.value("register-health-indicator", registerHealthIndicator, visibility::registerHealthIndicator);
        to.value("allow-health-indicator-to-fail", allowHealthIndicatorToFail, visibility::allowHealthIndicatorToFail);
    }

    public void setFailureRateThreshold(@Nullable Double failureRateThreshold) {
        this.failureRateThreshold = failureRateThreshold;
    }

    public void setSlowCallRateThreshold(@Nullable Double slowCallRateThreshold) {
        this.slowCallRateThreshold = slowCallRateThreshold;
    }

    public void setSlowCallDurationThreshold(@Nullable Duration slowCallDurationThreshold) {
        this.slowCallDurationThreshold = slowCallDurationThreshold;
    }

    public void setCountSlowCallsInFlight(@Nullable Boolean countSlowCallsInFlight) {
        this.countSlowCallsInFlight = countSlowCallsInFlight;
    }

    public void setSlidingWindowType(@Nullable SlidingWindowType slidingWindowType) {
        this.slidingWindowType = slidingWindowType;
    }

    public void setSlidingWindowSize(@Nullable Integer slidingWindowSize) {
        this.slidingWindowSize = slidingWindowSize;
    }

    public void setMinimumNumberOfCalls(@Nullable Integer minimumNumberOfCalls) {
        this.minimumNumberOfCalls = minimumNumberOfCalls;
    }

    public void setPermittedNumberOfCallsInHalfOpenState(@Nullable Integer permittedNumberOfCallsInHalfOpenState) {
        this.permittedNumberOfCallsInHalfOpenState = permittedNumberOfCallsInHalfOpenState;
    }

    public void setMaxWaitDurationInHalfOpenState(@Nullable Duration maxWaitDurationInHalfOpenState) {
        this.maxWaitDurationInHalfOpenState = maxWaitDurationInHalfOpenState;
    }

    public void setTransitionToStateAfterWaitDuration(@Nullable StateAfterWait transitionToStateAfterWaitDuration) {
        this.transitionToStateAfterWaitDuration = transitionToStateAfterWaitDuration;
    }

    public void setWaitDurationInOpenState(@Nullable Duration waitDurationInOpenState) {
        this.waitDurationInOpenState = waitDurationInOpenState;
    }

    public void setExponentialMaxWaitDurationInOpenState(@Nullable Duration exponentialMaxWaitDurationInOpenState) {
        this.exponentialMaxWaitDurationInOpenState = exponentialMaxWaitDurationInOpenState;
    }

    public void setAutomaticTransitionFromOpenToHalfOpenEnabled(
            @Nullable Boolean automaticTransitionFromOpenToHalfOpenEnabled) {
        this.automaticTransitionFromOpenToHalfOpenEnabled = automaticTransitionFromOpenToHalfOpenEnabled;
    }

    public void setRecordExceptions(@Nullable List<Class<? extends Throwable>> recordExceptions) {
        this.recordExceptions = recordExceptions;
    }

    public void setRecordFailurePredicate(@Nullable Class<? extends Predicate<?>> recordFailurePredicate) {
        this.recordFailurePredicate = recordFailurePredicate;
    }

    public void setIgnoreExceptionPredicate(@Nullable Class<? extends Predicate<?>> ignoreExceptionPredicate) {
        this.ignoreExceptionPredicate = ignoreExceptionPredicate;
    }

    public void setRecordResultPredicate(@Nullable Class<? extends Predicate<?>> recordResultPredicate) {
        this.recordResultPredicate = recordResultPredicate;
    }

    public void setExceptionClassifier(@Nullable String exceptionClassifier) {
        this.exceptionClassifier = exceptionClassifier;
    }

    public void setInitialState(@Nullable State initialState) {
        this.initialState = initialState;
    }

    public void setWritableStackTraceEnabled(@Nullable Boolean writableStackTraceEnabled) {
        this.writableStackTraceEnabled = writableStackTraceEnabled;
    }

    public void setRegisterHealthIndicator(@Nullable Boolean registerHealthIndicator) {
        this.registerHealthIndicator = registerHealthIndicator;
    }

    public void setAllowHealthIndicatorToFail(@Nullable Boolean allowHealthIndicatorToFail) {
        this.allowHealthIndicatorToFail = allowHealthIndicatorToFail;
    }

    public FastWindowProperties getFastWindow() {
        return fastWindow;
    }

    public RecoveryProperties getRecovery() {
        return recovery;
    }

    public MembershipProperties getFleet() {
        return fleet;
    }

    /** A classifier that is looked up when it is first asked. */
    private record NamedClassifier(BeanReference<ExceptionClassifier> reference)
            implements ExceptionClassifier, FromProperties {

        @Override
        public boolean shouldTrip(Throwable thrown) {
            ExceptionClassifier classifier = reference.get();
            return classifier != null && classifier.shouldTrip(thrown);
        }

        @Override
        public String written() {
            return reference.toString();
        }

        @Override
        public String toString() {
            return written();
        }
    }
}
