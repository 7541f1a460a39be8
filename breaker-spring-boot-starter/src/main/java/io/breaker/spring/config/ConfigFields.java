package io.breaker.spring.config;

import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.retry.RetryConfig;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Configurations as simple values under the names of their accessors. By hand and not by reflection, so that it needs no
 * hints in a native image; a test compares it with the accessors.
 */
public final class ConfigFields {

    private ConfigFields() {}

    /**
     * Describes the configuration of any policy.
     *
     * @param config one of the policies' configurations
     * @return its values by the names of its accessors
     * @throws IllegalArgumentException if it is none
     */
    public static Map<String, @Nullable Object> of(Object config) {
        if (config instanceof CircuitBreakerConfig circuitBreaker) {
            return of(circuitBreaker);
        } else if (config instanceof RetryConfig retry) {
            return of(retry);
        } else if (config instanceof RateLimiterConfig rateLimiter) {
            return of(rateLimiter);
        } else if (config instanceof TimeLimiterConfig timeLimiter) {
            return of(timeLimiter);
        } else if (config instanceof BulkheadConfig bulkhead) {
            return of(bulkhead);
        } else if (config instanceof ThreadPoolBulkheadConfig threadPool) {
            return of(threadPool);
        }
        throw new IllegalArgumentException(config + " is no configuration of a policy");
    }

    private static Map<String, @Nullable Object> of(CircuitBreakerConfig config) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("failureRateThreshold", config.failureRateThreshold());
        fields.put("slowCallRateThreshold", config.slowCallRateThreshold());
        fields.put("slowCallDurationThreshold", text(config.slowCallDurationThreshold()));
        fields.put("countSlowCallsInFlight", config.countSlowCallsInFlight());
        fields.put("slidingWindowType", config.slidingWindowType().name());
        fields.put("slidingWindowSize", config.slidingWindowSize());
        fields.put("minimumNumberOfCalls", config.minimumNumberOfCalls());
        fields.put("permittedNumberOfCallsInHalfOpenState", config.permittedNumberOfCallsInHalfOpenState());
        fields.put("maxWaitDurationInHalfOpenState", text(config.maxWaitDurationInHalfOpenState()));
        fields.put(
                "transitionToStateAfterWaitDuration",
                config.transitionToStateAfterWaitDuration().name());
        putOpenWait(config, fields);
        putFastWindowAndRecovery(config, fields);
        fields.put("fleetEnabled", config.fleetEnabled());
        fields.put("fleetWindowDuration", text(config.fleetWindowDuration()));
        putClassification(config, fields);
        fields.put("initialState", config.initialState().name());
        fields.put("writableStackTraceEnabled", config.writableStackTraceEnabled());
        return fields;
    }

    private static void putOpenWait(CircuitBreakerConfig config, Map<String, @Nullable Object> fields) {
        fields.put("waitDurationInOpenState", text(config.waitDurationInOpenState()));
        fields.put("enableExponentialBackoff", config.enableExponentialBackoff());
        fields.put("exponentialBackoffMultiplier", config.exponentialBackoffMultiplier());
        fields.put("exponentialMaxWaitDurationInOpenState", text(config.exponentialMaxWaitDurationInOpenState()));
        fields.put("enableRandomizedWait", config.enableRandomizedWait());
        fields.put("randomizedWaitFactor", config.randomizedWaitFactor());
        fields.put(
                "automaticTransitionFromOpenToHalfOpenEnabled", config.automaticTransitionFromOpenToHalfOpenEnabled());
    }

    private static void putFastWindowAndRecovery(CircuitBreakerConfig config, Map<String, @Nullable Object> fields) {
        fields.put("fastWindowCalls", config.fastWindowCalls());
        fields.put("fastWindowRate", config.fastWindowRate());
        fields.put("fastWindowSpan", text(config.fastWindowSpan()));
        fields.put("recoveryRampDuration", text(config.recoveryRampDuration()));
        fields.put("recoveryInitialShare", config.recoveryInitialShare());
    }

    private static void putClassification(CircuitBreakerConfig config, Map<String, @Nullable Object> fields) {
        fields.put("recordExceptions", names(config.recordExceptions()));
        fields.put("ignoreExceptions", names(config.ignoreExceptions()));
        fields.put("recordFailurePredicate", className(config.recordFailurePredicate()));
        fields.put("ignoreExceptionPredicate", className(config.ignoreExceptionPredicate()));
        fields.put("recordResultPredicate", className(config.recordResultPredicate()));
        fields.put("exceptionClassifier", className(config.exceptionClassifier()));
    }

    private static Map<String, @Nullable Object> of(RetryConfig config) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("maxAttempts", config.maxAttempts());
        fields.put("waitDuration", text(config.waitDuration()));
        fields.put("enableExponentialBackoff", config.enableExponentialBackoff());
        fields.put("exponentialBackoffMultiplier", config.exponentialBackoffMultiplier());
        fields.put("exponentialMaxWaitDuration", text(config.exponentialMaxWaitDuration()));
        fields.put("enableRandomizedWait", config.enableRandomizedWait());
        fields.put("randomizedWaitFactor", config.randomizedWaitFactor());
        fields.put("retryExceptions", names(config.retryExceptions()));
        fields.put("ignoreExceptions", names(config.ignoreExceptions()));
        fields.put("retryExceptionPredicate", className(config.retryExceptionPredicate()));
        fields.put("resultPredicate", className(config.resultPredicate()));
        fields.put("failAfterMaxAttempts", config.failAfterMaxAttempts());
        fields.put("maxDuration", text(config.maxDuration()));
        fields.put("maxRetryAfterDuration", text(config.maxRetryAfterDuration()));
        fields.put("retryAfterFunction", className(config.retryAfterFunction()));
        return fields;
    }

    private static Map<String, @Nullable Object> of(RateLimiterConfig config) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("limitForPeriod", config.limitForPeriod());
        fields.put("limitRefreshPeriod", text(config.limitRefreshPeriod()));
        fields.put("timeoutDuration", text(config.timeoutDuration()));
        return fields;
    }

    private static Map<String, @Nullable Object> of(TimeLimiterConfig config) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("timeoutDuration", text(config.timeoutDuration()));
        fields.put("cancelRunningFuture", config.cancelRunningFuture());
        return fields;
    }

    private static Map<String, @Nullable Object> of(BulkheadConfig config) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("maxConcurrentCalls", config.maxConcurrentCalls());
        fields.put("maxWaitDuration", text(config.maxWaitDuration()));
        fields.put("fairCallHandlingEnabled", config.fairCallHandlingEnabled());
        return fields;
    }

    private static Map<String, @Nullable Object> of(ThreadPoolBulkheadConfig config) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("coreThreadPoolSize", config.coreThreadPoolSize());
        fields.put("maxThreadPoolSize", config.maxThreadPoolSize());
        fields.put("queueCapacity", config.queueCapacity());
        fields.put("keepAliveDuration", text(config.keepAliveDuration()));
        fields.put("virtualThreadsEnabled", config.virtualThreadsEnabled());
        fields.put("taskDecorator", className(config.taskDecorator()));
        return fields;
    }

    private static @Nullable String text(@Nullable Duration duration) {
        return duration == null ? null : duration.toString();
    }

    private static List<String> names(List<Class<? extends Throwable>> types) {
        return types.stream().map(Class::getName).toList();
    }

    private static @Nullable String className(@Nullable Object object) {
        if (object instanceof FromProperties named) {
            return named.written();
        }
        if (object == null) {
            return null;
        }
        String name = object.getClass().getName(); // of a lambda, with an address at its end
        return object.getClass().isHidden() ? name.substring(0, name.lastIndexOf('/')) : name;
    }
}
