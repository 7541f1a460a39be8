package io.breaker.kotlin

import io.breaker.circuitbreaker.CallNotPermittedException
import io.breaker.circuitbreaker.CircuitBreaker
import io.breaker.circuitbreaker.CircuitBreakerConfig
import io.breaker.retry.MaxRetriesExceededException
import io.breaker.retry.Retry
import io.breaker.retry.RetryConfig
import io.breaker.retry.RetryEvent
import java.io.IOException
import kotlin.coroutines.cancellation.CancellationException
import kotlin.test.assertFailsWith
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

class SuspendingRetryTest {

    private var attempts = 0

    private fun retry(settings: RetryConfig.Builder.() -> Unit = {}) =
        Retry.of(
            "r",
            RetryConfig {
                maxAttempts(3)
                waitDuration(10.minutes)
                settings()
            },
        )

    private fun Retry.counts() =
        snapshot().run { listOf(successfulWithoutRetry(), successfulWithRetry(), failedWithoutRetry(), failedWithRetry()) }

    @Test
    fun whatSucceedsIsCalledOnce() = runTest {
        val retry = retry()
        assertThat(retry.callSuspending { ++attempts }).isEqualTo(1)
        assertThat(retry.counts()).containsExactly(1, 0, 0, 0)
        assertThat(currentTime).isZero()
    }

    @Test
    fun waitsAndCallsAgainWhatFailed() = runTest {
        val retry = retry { enableExponentialBackoff(true); exponentialBackoffMultiplier(2.0) }
        val result = retry.callSuspending { if (++attempts < 3) throw IOException() else "third" }
        assertThat(result).isEqualTo("third")
        assertThat(currentTime).isEqualTo(30.minutes.inWholeMilliseconds)
        assertThat(retry.counts()).containsExactly(0, 1, 0, 0)
    }

    @Test
    fun throwsTheLastExceptionUnchanged() = runTest {
        val retry = retry()
        val failures = List(3) { IOException("$it") }
        val thrown = assertFailsWith<IOException> { retry.callSuspending { throw failures[attempts++] } }
        assertThat(thrown).isSameAs(failures[2])
        assertThat(retry.counts()).containsExactly(0, 0, 0, 1)
    }

    @Test
    fun whatIsNotRetriedEndsTheCall() = runTest {
        val retry = retry { ignoreExceptions(IOException::class.java) }
        assertFailsWith<IOException> { retry.callSuspending { attempts++; throw IOException() } }
        assertThat(attempts).isEqualTo(1)
        assertThat(retry.counts()).containsExactly(0, 0, 1, 0)
    }

    @Test
    fun refusalsAreNotRetried() = runTest {
        val open = CircuitBreaker.of("b", CircuitBreakerConfig.ofDefaults()).apply { open() }
        assertFailsWith<CallNotPermittedException> {
            retry().callSuspending { attempts++; open.callSuspending { } }
        }
        assertThat(attempts).isEqualTo(1)
    }

    @Test
    fun callsAgainAfterAnUnwantedResult() = runTest {
        val retry = retry { resultPredicate { it == null } }
        assertThat(retry.callSuspending { if (++attempts == 1) null else "second" }).isEqualTo("second")
        assertThat(currentTime).isEqualTo(10.minutes.inWholeMilliseconds)
    }

    @Test
    fun aResultThatStaysUnwantedBecomesAFailure() = runTest {
        val retry = retry { resultPredicate { it == null }; failAfterMaxAttempts(true) }
        assertFailsWith<MaxRetriesExceededException> { retry.callSuspending { attempts++; null } }
        assertThat(attempts).isEqualTo(3)
        assertThat(retry.counts()).containsExactly(0, 0, 0, 1)
    }

    @Test
    fun aCancellationDuringAnAttemptIsNotRetried() = runTest {
        val retry = retry()
        val call = launch { retry.callSuspending { attempts++; awaitCancellation() } }
        runCurrent()
        call.cancelAndJoin()
        assertThat(attempts).isEqualTo(1)
        assertThat(retry.counts()).containsExactly(0, 0, 1, 0)
    }

    @Test
    fun aCancellationDuringTheWaitEndsTheCall() = runTest {
        val retry = retry()
        var thrown: Throwable? = null
        val call = launch {
            thrown = runCatching { retry.callSuspending { attempts++; throw IOException() } }.exceptionOrNull()
        }
        runCurrent()
        call.cancelAndJoin()
        assertThat(thrown).isInstanceOf(CancellationException::class.java)
        assertThat(attempts).isEqualTo(1)
        assertThat(currentTime).isZero()
        assertThat(retry.counts()).containsExactly(0, 0, 1, 0)
    }

    @Test
    fun aCancelledCoroutineMakesNoFurtherAttemptEvenWithoutAWait() = runTest {
        val retry = retry { waitDuration(Duration.ZERO) }
        launch {
            retry.callSuspending {
                attempts++
                currentJob().cancel()
                throw IOException("what became of the cancellation")
            }
        }.join()
        assertThat(attempts).isEqualTo(1)
    }

    @Test
    fun cancellationExceptionsOfOthersAreNotRetriedEither() = runTest {
        val cancelled = CompletableDeferred<String>().apply { cancel() }
        assertFailsWith<CancellationException> { retry().callSuspending { attempts++; cancelled.await() } }
        assertThat(attempts).isEqualTo(1)
    }

    @Test
    fun aTimeLimitInsideTheBodyIsRetried() = runTest {
        val retry = retry()
        assertThat(retry.callSuspending { if (++attempts == 1) withTimeout(1) { awaitCancellation() } else "second" })
            .isEqualTo("second")
        assertThat(retry.counts()).containsExactly(0, 1, 0, 0)
    }

    @Test
    fun aTimeLimitAroundTheCallIsNotRetried() = runTest {
        val retry = retry()
        var retries = 0
        retry.on(RetryEvent.Retrying::class.java) { retries++ }
        assertFailsWith<TimeoutCancellationException> {
            withTimeout(1) { retry.callSuspending { attempts++; awaitCancellation() } }
        }
        assertThat(attempts).isEqualTo(1)
        assertThat(retries).isZero()
        assertThat(retry.counts()).containsExactly(0, 0, 1, 0)
    }
}
