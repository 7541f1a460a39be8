package io.breaker.spring.config;

import io.breaker.retry.RetryConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What {@code breaker.retry.configs.<name>} and {@code instances.<name>} can hold. */
final class RetryProperties extends WaitingProperties<Draft<RetryConfig.Builder>> {

    /** Number of attempts at most, the first call included. */
    private @Nullable Integer maxAttempts;

    /** Wait before the next attempt. */
    private @Nullable Duration waitDuration;

    /** Longest duration that growing waits reach. */
    private @Nullable Duration exponentialMaxWaitDuration;

    /** Exceptions, with their subtypes, that are retried. */
    private @Nullable List<Class<? extends Throwable>> retryExceptions;

    /** Predicate on exceptions that says which are retried. */
    private @Nullable Class<? extends Predicate<?>> retryExceptionPredicate;

    /** Predicate on results that says which are retried. */
    private @Nullable Class<? extends Predicate<?>> resultPredicate;

    /** Whether a result that is still unwanted at the end becomes a MaxRetriesExceededException. */
    private @Nullable Boolean failAfterMaxAttempts;

    /** Longest duration of all attempts and waits together, or 0 for no limit. */
    private @Nullable Duration maxDuration;

    /** Longest wait that an exception may ask for, as by a Retry-After header, or 0 to not heed it. */
    private @Nullable Duration maxRetryAfterDuration;

    @Override
    void apply(Applier to, Draft<RetryConfig.Builder> draft) {
        RetryConfig.Builder config = draft.config();
        to.value("max-attempts", maxAttempts, config::maxAttempts);
        to.value("wait-duration", waitDuration, config::waitDuration);
        to.value("exponential-max-wait-duration", exponentialMaxWaitDuration, config::exponentialMaxWaitDuration);
        to.exceptions("retry-exceptions", retryExceptions, config::retryExceptions);
        to.predicate("retry-exception-predicate", retryExceptionPredicate, config::retryExceptionPredicate);
        to.predicate("result-predicate", resultPredicate, config::resultPredicate);
        to.value("fail-after-max-attempts", failAfterMaxAttempts, config::failAfterMaxAttempts);
        to.value("max-duration", maxDuration, config::maxDuration);
        to.value("max-retry-after-duration", maxRetryAfterDuration, config::maxRetryAfterDuration);
        to.value("enable-exponential-backoff", enableExponentialBackoff(), config::enableExponentialBackoff);
        to.value(
                "exponential-backoff-multiplier", exponentialBackoffMultiplier(), config::exponentialBackoffMultiplier);
        to.value("enable-randomized-wait", enableRandomizedWait(), config::enableRandomizedWait);
        to.value("randomized-wait-factor", randomizedWaitFactor(), config::randomizedWaitFactor);
        to.exceptions("ignore-exceptions", ignoreExceptions(), config::ignoreExceptions);
        applyVisibility(to, draft.visibility());
    }

    public void setMaxAttempts(@Nullable Integer maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public void setWaitDuration(@Nullable Duration waitDuration) {
        this.waitDuration = waitDuration;
    }

    public void setExponentialMaxWaitDuration(@Nullable Duration exponentialMaxWaitDuration) {
        this.exponentialMaxWaitDuration = exponentialMaxWaitDuration;
    }

    public void setRetryExceptions(@Nullable List<Class<? extends Throwable>> retryExceptions) {
        this.retryExceptions = retryExceptions;
    }

    public void setRetryExceptionPredicate(@Nullable Class<? extends Predicate<?>> retryExceptionPredicate) {
        this.retryExceptionPredicate = retryExceptionPredicate;
    }

    public void setResultPredicate(@Nullable Class<? extends Predicate<?>> resultPredicate) {
        this.resultPredicate = resultPredicate;
    }

    public void setFailAfterMaxAttempts(@Nullable Boolean failAfterMaxAttempts) {
        this.failAfterMaxAttempts = failAfterMaxAttempts;
    }

    public void setMaxDuration(@Nullable Duration maxDuration) {
        this.maxDuration = maxDuration;
    }

    public void setMaxRetryAfterDuration(@Nullable Duration maxRetryAfterDuration) {
        this.maxRetryAfterDuration = maxRetryAfterDuration;
    }
}
