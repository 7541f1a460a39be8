@file:JvmName("Durations")

package io.breaker.kotlin

import io.breaker.bulkhead.BulkheadConfig
import io.breaker.bulkhead.ThreadPoolBulkheadConfig
import io.breaker.circuitbreaker.CircuitBreakerConfig
import io.breaker.ratelimiter.RateLimiterConfig
import io.breaker.retry.RetryConfig
import io.breaker.timelimiter.TimeLimiterConfig
import kotlin.time.Duration
import kotlin.time.toJavaDuration

/** As the method of the same name, with one of Kotlin's durations. */
public fun CircuitBreakerConfig.Builder.slowCallDurationThreshold(value: Duration): CircuitBreakerConfig.Builder =
    slowCallDurationThreshold(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun CircuitBreakerConfig.Builder.maxWaitDurationInHalfOpenState(value: Duration): CircuitBreakerConfig.Builder =
    maxWaitDurationInHalfOpenState(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun CircuitBreakerConfig.Builder.waitDurationInOpenState(value: Duration): CircuitBreakerConfig.Builder =
    waitDurationInOpenState(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun CircuitBreakerConfig.Builder.exponentialMaxWaitDurationInOpenState(value: Duration): CircuitBreakerConfig.Builder =
    exponentialMaxWaitDurationInOpenState(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun CircuitBreakerConfig.Builder.fastWindowSpan(value: Duration): CircuitBreakerConfig.Builder =
    fastWindowSpan(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun CircuitBreakerConfig.Builder.recoveryRampDuration(value: Duration): CircuitBreakerConfig.Builder =
    recoveryRampDuration(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun CircuitBreakerConfig.Builder.fleetWindowDuration(value: Duration): CircuitBreakerConfig.Builder =
    fleetWindowDuration(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun RetryConfig.Builder.waitDuration(value: Duration): RetryConfig.Builder =
    waitDuration(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun RetryConfig.Builder.exponentialMaxWaitDuration(value: Duration): RetryConfig.Builder =
    exponentialMaxWaitDuration(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun RetryConfig.Builder.maxDuration(value: Duration): RetryConfig.Builder =
    maxDuration(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun RetryConfig.Builder.maxRetryAfterDuration(value: Duration): RetryConfig.Builder =
    maxRetryAfterDuration(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun BulkheadConfig.Builder.maxWaitDuration(value: Duration): BulkheadConfig.Builder =
    maxWaitDuration(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun ThreadPoolBulkheadConfig.Builder.keepAliveDuration(value: Duration): ThreadPoolBulkheadConfig.Builder =
    keepAliveDuration(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun RateLimiterConfig.Builder.limitRefreshPeriod(value: Duration): RateLimiterConfig.Builder =
    limitRefreshPeriod(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun RateLimiterConfig.Builder.timeoutDuration(value: Duration): RateLimiterConfig.Builder =
    timeoutDuration(value.toJavaDuration())

/** As the method of the same name, with one of Kotlin's durations. */
public fun TimeLimiterConfig.Builder.timeoutDuration(value: Duration): TimeLimiterConfig.Builder =
    timeoutDuration(value.toJavaDuration())
