package io.breaker.kotlin

import io.breaker.TimeSource
import io.breaker.ratelimiter.RateLimiter
import io.breaker.ratelimiter.RateLimiterConfig
import io.breaker.ratelimiter.RequestNotPermittedException
import kotlin.test.assertFailsWith
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.assertj.core.api.Assertions.assertThat
import org.awaitility.Awaitility.await
import org.junit.jupiter.api.Test

class SuspendingRateLimiterTest {

    private val standingStill = TimeSource { 0 }
    private val onePerHour = RateLimiterConfig {
        limitForPeriod(1)
        limitRefreshPeriod(1.hours)
    }

    @Test
    fun refusesWhatWouldComeTooLate() = runTest {
        val limiter = RateLimiter.of("r", onePerHour, standingStill)
        assertThat(limiter.callSuspending { "first" }).isEqualTo("first")
        var called = false
        val refused = assertFailsWith<RequestNotPermittedException> { limiter.callSuspending { called = true } }
        assertThat(refused.retryAfter().toHours()).isEqualTo(1)
        assertThat(called).isFalse()
    }

    @Test
    fun waitsForItsPermit() = runTest {
        val limiter =
            RateLimiter.of("r", RateLimiterConfig(onePerHour) { limitRefreshPeriod(1.milliseconds); timeoutDuration(1.hours) }, standingStill)
        assertThat(List(3) { limiter.callSuspending { it } }).containsExactly(0, 1, 2)
        await().until { limiter.snapshot().waitingThreads() == 0 } // the last one leaves the count a moment later
    }

    @Test
    fun whoIsCancelledWhileItWaitsGivesItsPermitBack() = runTest {
        val limiter = RateLimiter.of("r", RateLimiterConfig(onePerHour) { timeoutDuration(1.hours) }, standingStill)
        limiter.callSuspending { }
        var called = false
        val waiting = launch { limiter.callSuspending { called = true } }
        runCurrent()
        assertThat(limiter.snapshot().waitingThreads()).isEqualTo(1)
        assertFailsWith<RequestNotPermittedException> { limiter.callSuspending { } } // two hours: too late
        waiting.cancelAndJoin()
        assertThat(limiter.snapshot().waitingThreads()).isZero()
        assertThat(called).isFalse()
        val next = launch { limiter.callSuspending { } }
        runCurrent()
        assertThat(limiter.snapshot().waitingThreads()).isEqualTo(1) // for one hour, as the cancelled one did
        next.cancelAndJoin()
    }

    @Test
    fun whoIsCancelledAlreadyUsesNoPermit() = runTest {
        val limiter = RateLimiter.of("r", onePerHour, standingStill)
        launch {
            currentJob().cancel()
            limiter.callSuspending { error("the body ran") }
        }.join()
        assertThat(limiter.snapshot().availablePermissions()).isEqualTo(1)
    }

    @Test
    fun dearerCallsTakeMorePermits() = runTest {
        val limiter = RateLimiter.of("r", RateLimiterConfig(onePerHour) { limitForPeriod(3) }, standingStill)
        limiter.taking(2).callSuspending { }
        assertThat(limiter.snapshot().availablePermissions()).isEqualTo(1)
    }

    @Test
    fun aBodyThatNoDispatcherMovesDoesNotRunOnTheTimer() = runTest {
        val limiter =
            RateLimiter.of("r", RateLimiterConfig(onePerHour) { limitRefreshPeriod(100.milliseconds); timeoutDuration(1.hours) }, standingStill)
        limiter.callSuspending { }
        val bodysThread = CompletableDeferred<Thread>()
        launch(Dispatchers.Unconfined) { limiter.callSuspending { bodysThread.complete(Thread.currentThread()) } }
        assertThat(bodysThread.await().name).doesNotStartWith("breaker-timer")
    }
}
