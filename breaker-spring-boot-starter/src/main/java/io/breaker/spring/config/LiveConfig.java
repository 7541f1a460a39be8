package io.breaker.spring.config;

import io.breaker.Policy;
import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterConfig;

/** The configuration in force of an instance, whichever policy's it is. */
final class LiveConfig {

    private LiveConfig() {}

    static Object of(Policy instance) {
        if (instance instanceof CircuitBreaker breaker) {
            return breaker.config();
        } else if (instance instanceof Retry retry) {
            return retry.config();
        } else if (instance instanceof RateLimiter limiter) {
            return limiter.config();
        } else if (instance instanceof TimeLimiter limiter) {
            return limiter.config();
        } else if (instance instanceof Bulkhead bulkhead) {
            return bulkhead.config();
        } else if (instance instanceof ThreadPoolBulkhead bulkhead) {
            return bulkhead.config();
        }
        throw new IllegalArgumentException(instance + " is an instance of no policy");
    }

    static void put(Policy instance, Object config) {
        if (instance instanceof CircuitBreaker breaker) {
            breaker.reconfigure((CircuitBreakerConfig) config);
        } else if (instance instanceof Retry retry) {
            retry.reconfigure((RetryConfig) config);
        } else if (instance instanceof RateLimiter limiter) {
            limiter.reconfigure((RateLimiterConfig) config);
        } else if (instance instanceof TimeLimiter limiter) {
            limiter.reconfigure((TimeLimiterConfig) config);
        } else if (instance instanceof Bulkhead bulkhead) {
            bulkhead.reconfigure((BulkheadConfig) config);
        } else if (instance instanceof ThreadPoolBulkhead bulkhead) {
            bulkhead.reconfigure((ThreadPoolBulkheadConfig) config);
        }
    }
}
