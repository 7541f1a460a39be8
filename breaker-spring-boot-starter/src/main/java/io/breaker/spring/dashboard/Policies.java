package io.breaker.spring.dashboard;

import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows.
 *
 * @param circuitBreakers the circuit breakers
 * @param retries the retries
 * @param rateLimiters the rate limiters
 * @param timeLimiters the time limiters
 * @param bulkheads the bulkheads
 * @param threadPools the thread-pool bulkheads
 * @param fleet gives the circuit breakers' fleet, or {@code null} while none is in one
 * @param fleetScope which instances share, or empty for all
 */
public record Policies(
        CircuitBreakerRegistry circuitBreakers,
        RetryRegistry retries,
        RateLimiterRegistry rateLimiters,
        TimeLimiterRegistry timeLimiters,
        BulkheadRegistry bulkheads,
        ThreadPoolBulkheadRegistry threadPools,
        Supplier<@Nullable CircuitBreakerFleet> fleet,
        String fleetScope) {}
