package io.breaker.kotlin

import io.breaker.circuitbreaker.CallNotPermittedException
import io.breaker.circuitbreaker.CircuitBreaker
import io.breaker.circuitbreaker.CircuitBreaker.State
import io.breaker.circuitbreaker.CircuitBreakerConfig
import java.io.IOException
import java.util.concurrent.TimeoutException
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.cancellation.CancellationException
import kotlin.test.assertFailsWith
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

class SuspendingBreakerTest {

    private val seen = mutableListOf<Throwable>()
    private val breaker =
        CircuitBreaker.of(
            "b",
            CircuitBreakerConfig {
                minimumNumberOfCalls(2)
                recordFailurePredicate { seen.add(it) }
                recordResultPredicate { it == "bad" }
            },
        )

    private fun counts() = breaker.snapshot().run { Triple(successfulCalls(), failedCalls(), callsInFlight()) }

    @Test
    fun returnsWhatTheBodyReturns() = runTest {
        assertThat(breaker.callSuspending { "good" }).isEqualTo("good")
        assertThat(breaker.callSuspending<String?> { null }).isNull()
        assertThat(counts()).isEqualTo(Triple(2, 0, 0))
    }

    @Test
    fun throwsTheSameExceptionThatTheBodyThrew() = runTest {
        val failure = IOException("down")
        assertThat(assertFailsWith<IOException> { breaker.callSuspending { throw failure } }).isSameAs(failure)
        assertThat(seen).containsExactly(failure)
        assertThat(counts()).isEqualTo(Triple(0, 1, 0))
    }

    @Test
    fun looksAtTheResult() = runTest {
        breaker.callSuspending { "bad" }
        assertThat(counts()).isEqualTo(Triple(0, 1, 0))
    }

    @Test
    fun refusesWithoutCallingTheBody() = runTest {
        breaker.open()
        var called = false
        val refused = assertFailsWith<CallNotPermittedException> { breaker.callSuspending { called = true } }
        assertThat(refused.cause).isNull()
        assertThat(called).isFalse()
    }

    @Test
    fun countsACallThatSuspendsUntilItEnds() = runTest {
        val answer = CompletableDeferred<String>()
        val call = launch { breaker.callSuspending { answer.await() } }
        runCurrent()
        assertThat(counts()).isEqualTo(Triple(0, 0, 1))
        answer.complete("good")
        call.join()
        assertThat(counts()).isEqualTo(Triple(1, 0, 0))
    }

    @Test
    fun aCancelledProbeGivesItsPermitBack() = runTest {
        val probed = CircuitBreaker.of("p", CircuitBreakerConfig { permittedNumberOfCallsInHalfOpenState(1) })
        probed.halfOpen()
        val probe = launch { probed.callSuspending { awaitCancellation() } }
        runCurrent()
        assertThat(probed.snapshot().callsInFlight()).isEqualTo(1)
        probe.cancelAndJoin()
        assertThat(probed.snapshot().callsInFlight()).isZero()
        assertThat(probed.state()).isEqualTo(State.HALF_OPEN)
        probed.callSuspending { }
        assertThat(probed.state()).isEqualTo(State.CLOSED)
    }

    @Test
    fun aCancellationIsIgnoredAndGoesOn() = runTest {
        var ended: Throwable? = null
        val call = launch {
            ended = runCatching { breaker.callSuspending { awaitCancellation() } }.exceptionOrNull()
        }
        runCurrent()
        call.cancel(CancellationException("enough"))
        call.join()
        assertThat(ended).isInstanceOf(CancellationException::class.java).hasMessage("enough")
        assertThat(counts()).isEqualTo(Triple(0, 0, 0))
    }

    @Test
    fun whatABodyMakesOfItsCancellationIsNoFailure() = runTest {
        val call = launch {
            runCatching {
                breaker.callSuspending {
                    try {
                        awaitCancellation()
                    } catch (cancelled: CancellationException) {
                        throw IOException("wrapped", cancelled)
                    }
                }
            }
        }
        runCurrent()
        call.cancelAndJoin()
        assertThat(counts()).isEqualTo(Triple(0, 0, 0))
        assertThat(seen).isEmpty()
    }

    @Test
    fun aCancelledDependencyIsIgnored() = runTest {
        val cancelled = CompletableDeferred<String>().apply { cancel() }
        assertFailsWith<CancellationException> { breaker.callSuspending { cancelled.await() } }
        assertThat(counts()).isEqualTo(Triple(0, 0, 0))
    }

    @Test
    fun aTimeLimitInsideTheBodyIsAFailure() = runTest {
        assertFailsWith<TimeoutCancellationException> {
            breaker.callSuspending { withTimeout(100) { awaitCancellation() } }
        }
        assertThat(counts()).isEqualTo(Triple(0, 1, 0))
        assertThat(seen.single()).isInstanceOf(TimeoutCancellationException::class.java).hasMessageContaining("100ms")
    }

    @Test
    fun aTimeLimitInsideTheBodyIsATimeoutToWhatIsListed() = runTest {
        breaker.reconfigure(CircuitBreakerConfig { recordExceptions(TimeoutException::class.java) })
        assertFailsWith<TimeoutCancellationException> {
            breaker.callSuspending { withTimeout(100) { awaitCancellation() } }
        }
        assertThat(counts()).isEqualTo(Triple(0, 1, 0))
        breaker.reconfigure(CircuitBreakerConfig { ignoreExceptions(TimeoutException::class.java) })
        assertFailsWith<TimeoutCancellationException> {
            breaker.callSuspending { withTimeout(100) { awaitCancellation() } }
        }
        assertThat(counts()).isEqualTo(Triple(0, 1, 0))
    }

    @Test
    fun aTimeLimitAroundTheCallIsACancellation() = runTest {
        assertFailsWith<TimeoutCancellationException> {
            withTimeout(100) { breaker.callSuspending { awaitCancellation() } }
        }
        assertThat(counts()).isEqualTo(Triple(0, 0, 0))
        assertThat(seen).isEmpty()
    }

    @Test
    fun theBodyRunsInItsCallersCoroutine() = runTest {
        val context = currentCoroutineContext()
        breaker.callSuspending {
            assertThat(currentCoroutineContext()[Job]).isSameAs(context[Job])
            assertThat(currentCoroutineContext()[ContinuationInterceptor]).isSameAs(context[ContinuationInterceptor])
        }
    }
}
