@file:JvmName("Configs")

package io.breaker.kotlin

import io.breaker.bulkhead.BulkheadConfig
import io.breaker.bulkhead.ThreadPoolBulkheadConfig
import io.breaker.circuitbreaker.CircuitBreakerConfig
import io.breaker.ratelimiter.RateLimiterConfig
import io.breaker.retry.RetryConfig
import io.breaker.timelimiter.TimeLimiterConfig

/**
 * Makes the configuration of a circuit breaker: `CircuitBreakerConfig { failureRateThreshold(10.0) }`.
 *
 * @param from what holds where [settings] say nothing
 * @throws IllegalArgumentException if a value is outside its range
 */
public inline fun CircuitBreakerConfig(
    from: CircuitBreakerConfig = CircuitBreakerConfig.ofDefaults(),
    settings: CircuitBreakerConfig.Builder.() -> Unit,
): CircuitBreakerConfig = from.toBuilder().apply(settings).build()

/** Makes the configuration of a retry, as [CircuitBreakerConfig]. */
public inline fun RetryConfig(
    from: RetryConfig = RetryConfig.ofDefaults(),
    settings: RetryConfig.Builder.() -> Unit,
): RetryConfig = from.toBuilder().apply(settings).build()

/** Makes the configuration of a bulkhead, as [CircuitBreakerConfig]. */
public inline fun BulkheadConfig(
    from: BulkheadConfig = BulkheadConfig.ofDefaults(),
    settings: BulkheadConfig.Builder.() -> Unit,
): BulkheadConfig = from.toBuilder().apply(settings).build()

/** Makes the configuration of a thread-pool bulkhead, as [CircuitBreakerConfig]. */
public inline fun ThreadPoolBulkheadConfig(
    from: ThreadPoolBulkheadConfig = ThreadPoolBulkheadConfig.ofDefaults(),
    settings: ThreadPoolBulkheadConfig.Builder.() -> Unit,
): ThreadPoolBulkheadConfig = from.toBuilder().apply(settings).build()

/** Makes the configuration of a rate limiter, as [CircuitBreakerConfig]. */
public inline fun RateLimiterConfig(
    from: RateLimiterConfig = RateLimiterConfig.ofDefaults(),
    settings: RateLimiterConfig.Builder.() -> Unit,
): RateLimiterConfig = from.toBuilder().apply(settings).build()

/** Makes the configuration of a time limiter, as [CircuitBreakerConfig]. */
public inline fun TimeLimiterConfig(
    from: TimeLimiterConfig = TimeLimiterConfig.ofDefaults(),
    settings: TimeLimiterConfig.Builder.() -> Unit,
): TimeLimiterConfig = from.toBuilder().apply(settings).build()
