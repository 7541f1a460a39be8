package io.breaker.kotlin

import io.breaker.timelimiter.TimeLimiter
import io.breaker.timelimiter.TimeLimiterConfig
import java.io.IOException
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeoutException
import kotlin.coroutines.cancellation.CancellationException
import kotlin.test.assertFailsWith
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

class SuspendingTimeLimiterTest {

    private val limiter = TimeLimiter.of("t", TimeLimiterConfig { timeoutDuration(10.minutes) })

    private fun counts() = limiter.snapshot().run { Triple(successfulCalls(), failedCalls(), timedOutCalls()) }

    @Test
    fun returnsWhatComesInTime() = runTest {
        assertThat(limiter.callSuspending { delay(9.minutes); "in time" }).isEqualTo("in time")
        assertThat(limiter.callSuspending<String?> { null }).isNull()
        assertThat(counts()).isEqualTo(Triple(2L, 0L, 0L))
    }

    @Test
    fun throwsTheSameExceptionThatTheBodyThrew() = runTest {
        val failure = IOException("down")
        val thrown = assertFailsWith<IOException> { limiter.callSuspending { delay(1.minutes); throw failure } }
        assertThat(thrown).isSameAs(failure)
        assertThat(counts()).isEqualTo(Triple(0L, 1L, 0L))
    }

    @Test
    fun cancelsWhatTakesTooLong() = runTest {
        var cancelled = false
        val thrown =
            assertFailsWith<TimeoutException> {
                limiter.callSuspending {
                    try {
                        awaitCancellation()
                    } finally {
                        cancelled = true
                    }
                }
            }
        assertThat(thrown).hasMessage("Time limiter 't' ended the call after 600000 ms").hasNoSuppressedExceptions()
        assertThat(cancelled).isTrue()
        assertThat(currentTime).isEqualTo(10.minutes.inWholeMilliseconds)
        assertThat(counts()).isEqualTo(Triple(0L, 0L, 1L))
        assertThat(currentJob().isActive).isTrue()
    }

    @Test
    fun waitsForABodyThatCleansUp() = runTest {
        assertFailsWith<TimeoutException> {
            limiter.callSuspending {
                try {
                    awaitCancellation()
                } finally {
                    withContext(NonCancellable) { delay(5.minutes) }
                }
            }
        }
        assertThat(currentTime).isEqualTo(15.minutes.inWholeMilliseconds)
    }

    @Test
    fun whatABodyThrowsTooLateIsSuppressed() = runTest {
        val late = IOException("late")
        val thrown =
            assertFailsWith<TimeoutException> {
                limiter.callSuspending {
                    runCatching { awaitCancellation() }
                    throw late
                }
            }
        assertThat(thrown.suppressed).containsExactly(late)
    }

    @Test
    fun aResultThatComesTooLateIsLate() = runTest {
        assertFailsWith<TimeoutException> {
            limiter.callSuspending {
                runCatching { awaitCancellation() }
                "late"
            }
        }
        assertThat(counts()).isEqualTo(Triple(0L, 0L, 1L))
    }

    @Test
    fun aBodyThatNeverSuspendsIsLateToo() = runTest {
        limiter.reconfigure(TimeLimiterConfig { timeoutDuration(1.milliseconds) })
        withContext(Dispatchers.Default) {
            assertFailsWith<TimeoutException> {
                limiter.callSuspending {
                    while (currentJob().isActive) Thread.onSpinWait()
                    "late"
                }
            }
        }
        assertThat(counts()).isEqualTo(Triple(0L, 0L, 1L))
    }

    @Test
    fun anotherTimeLimitInsideTheBodyIsNotItsOwn() = runTest {
        assertFailsWith<TimeoutCancellationException> {
            limiter.callSuspending { withTimeout(100) { awaitCancellation() } }
        }
        assertThat(counts()).isEqualTo(Triple(0L, 1L, 0L))
    }

    @Test
    fun aCancellationIsNotATimeOut() = runTest {
        var thrown: Throwable? = null
        val call = launch { thrown = runCatching { limiter.callSuspending { awaitCancellation() } }.exceptionOrNull() }
        runCurrent()
        call.cancelAndJoin()
        assertThat(thrown).isInstanceOf(CancellationException::class.java)
        assertThat(counts()).isEqualTo(Triple(0L, 1L, 0L))
    }

    @Test
    fun aBodyThatIsNotToBeCancelledEndsByItselfAndIsLate() = runTest {
        limiter.reconfigure(TimeLimiterConfig(limiter.config()) { cancelRunningFuture(false) })
        var ended = false
        assertFailsWith<TimeoutException> {
            limiter.callSuspending {
                delay(20.minutes)
                ended = true
            }
        }
        assertThat(ended).isTrue()
        assertThat(currentTime).isEqualTo(20.minutes.inWholeMilliseconds)
    }

    @Test
    fun suchABodyIsLateEvenIfItNeverSuspends() = runTest {
        limiter.reconfigure(TimeLimiterConfig { timeoutDuration(1.milliseconds); cancelRunningFuture(false) })
        withContext(Dispatchers.Default) {
            assertFailsWith<TimeoutException> {
                limiter.callSuspending {
                    val later = CountDownLatch(1)
                    launch { delay(2.milliseconds); later.countDown() } // on the clock that had the limit before
                    later.await()
                }
            }
        }
        assertThat(counts()).isEqualTo(Triple(0L, 0L, 1L))
    }

    @Test
    fun itsCallerCancelsSuchABodyAllTheSame() = runTest {
        limiter.reconfigure(TimeLimiterConfig(limiter.config()) { cancelRunningFuture(false) })
        val call = launch { limiter.callSuspending { awaitCancellation() } }
        runCurrent()
        call.cancelAndJoin()
        assertThat(currentTime).isZero()
        assertThat(counts()).isEqualTo(Triple(0L, 1L, 0L))
    }
}
