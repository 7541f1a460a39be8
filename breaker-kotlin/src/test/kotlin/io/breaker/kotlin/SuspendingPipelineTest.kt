package io.breaker.kotlin

import io.breaker.Pipeline
import io.breaker.bulkhead.Bulkhead
import io.breaker.bulkhead.BulkheadConfig
import io.breaker.bulkhead.ThreadPoolBulkhead
import io.breaker.bulkhead.ThreadPoolBulkheadConfig
import io.breaker.circuitbreaker.CircuitBreaker
import io.breaker.circuitbreaker.CircuitBreakerConfig
import io.breaker.retry.Retry
import io.breaker.retry.RetryConfig
import io.breaker.timelimiter.TimeLimiter
import io.breaker.timelimiter.TimeLimiterConfig
import kotlin.test.assertFailsWith
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

class SuspendingPipelineTest {

    private val retry = Retry.of("r", RetryConfig { maxAttempts(3); waitDuration(1.minutes) })
    private val breaker = CircuitBreaker.of("b", CircuitBreakerConfig { minimumNumberOfCalls(10) })
    private val limiter = TimeLimiter.of("t", TimeLimiterConfig { timeoutDuration(10.minutes) })
    private val bulkhead = Bulkhead.of("h", BulkheadConfig { maxConcurrentCalls(1) })

    @Test
    fun theFirstPolicyStandsOutermost() = runTest {
        var attempts = 0
        val result =
            Pipeline.of(retry, breaker, limiter, bulkhead).callSuspending {
                assertThat(bulkhead.snapshot().availableConcurrentCalls()).isZero()
                if (++attempts < 3) awaitCancellation() else "third"
            }
        assertThat(result).isEqualTo("third")
        assertThat(currentTime).isEqualTo(22.minutes.inWholeMilliseconds)
        assertThat(breaker.snapshot().run { successfulCalls() to failedCalls() }).isEqualTo(1 to 2)
        assertThat(limiter.snapshot().timedOutCalls()).isEqualTo(2)
        assertThat(retry.snapshot().successfulWithRetry()).isEqualTo(1)
        assertThat(bulkhead.snapshot().availableConcurrentCalls()).isEqualTo(1)
    }

    @Test
    fun aPoolOfThreadsIsNotForCoroutines() = runTest {
        ThreadPoolBulkhead.of("p", ThreadPoolBulkheadConfig { queueCapacity(1) }).use { pool ->
            val suspending = assertFailsWith<IllegalArgumentException> { Pipeline.of(retry, pool).callSuspending { } }
            assertThat(suspending).hasMessageStartingWith("ThreadPoolBulkhead 'p' cannot guard coroutines: use a ")
            assertFailsWith<IllegalArgumentException> { emptyFlow<Int>().guardedBy(pool) }
        }
    }

    @Test
    fun misuseIsNoFailureOfWhatIsGuarded() = runTest {
        ThreadPoolBulkhead.of("p", ThreadPoolBulkheadConfig { queueCapacity(1) }).use { pool ->
            assertFailsWith<IllegalArgumentException> { Pipeline.of(retry, breaker, pool).callSuspending { } }
        }
        assertThat(breaker.snapshot().bufferedCalls()).isZero()
        assertThat(retry.snapshot().failedWithRetry()).isZero()
        assertThat(currentTime).isZero()
    }
}
