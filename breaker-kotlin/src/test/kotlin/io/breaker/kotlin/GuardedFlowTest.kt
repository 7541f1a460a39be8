package io.breaker.kotlin

import io.breaker.Pipeline
import io.breaker.bulkhead.Bulkhead
import io.breaker.bulkhead.BulkheadConfig
import io.breaker.circuitbreaker.CallNotPermittedException
import io.breaker.circuitbreaker.CircuitBreaker
import io.breaker.circuitbreaker.CircuitBreakerConfig
import io.breaker.retry.Retry
import io.breaker.retry.RetryConfig
import io.breaker.timelimiter.TimeLimiter
import io.breaker.timelimiter.TimeLimiterConfig
import java.io.IOException
import java.util.concurrent.TimeoutException
import kotlin.test.assertFailsWith
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Nested
import org.junit.jupiter.api.Test

class GuardedFlowTest {

    private var collections = 0

    private fun failingAfter(vararg elements: Int): Flow<Int> = flow {
        collections++
        elements.forEach { emit(it) }
        throw IOException("down")
    }

    private fun hangingAfter(vararg elements: Int): Flow<Int> = flow {
        collections++
        elements.forEach { emit(it) }
        awaitCancellation()
    }

    @Nested
    inner class ByABreaker {

        private val breaker =
            CircuitBreaker.of(
                "b",
                CircuitBreakerConfig {
                    minimumNumberOfCalls(10)
                    recordResultPredicate { it == null }
                },
            )

        private fun counts() = breaker.snapshot().run { Triple(successfulCalls(), failedCalls(), callsInFlight()) }

        @Test
        fun isOneCallFromItsFirstElementToItsLast() = runTest {
            val guarded = (1..3).asFlow().onEach { assertThat(counts()).isEqualTo(Triple(0, 0, 1)) }.guardedBy(breaker)
            assertThat(counts()).isEqualTo(Triple(0, 0, 0))
            assertThat(guarded.toList()).containsExactly(1, 2, 3)
            assertThat(counts()).isEqualTo(Triple(1, 0, 0))
        }

        @Test
        fun anEmptyOneSucceeds() = runTest {
            emptyFlow<Int>().guardedBy(breaker).collect()
            assertThat(counts()).isEqualTo(Triple(1, 0, 0))
        }

        @Test
        fun eachCollectionIsACall() = runTest {
            val guarded = failingAfter(1).guardedBy(breaker)
            repeat(2) { assertFailsWith<IOException> { guarded.collect() } }
            assertThat(counts()).isEqualTo(Triple(0, 2, 0))
        }

        @Test
        fun aRefusedOneIsNotCollected() = runTest {
            breaker.open()
            assertFailsWith<CallNotPermittedException> { failingAfter().guardedBy(breaker).collect() }
            assertThat(collections).isZero()
        }

        @Test
        fun aCollectorThatHasEnoughIsASuccess() = runTest {
            assertThat(hangingAfter(1, 2).guardedBy(breaker).first()).isEqualTo(1)
            assertThat(hangingAfter(1, 2).guardedBy(breaker).take(2).toList()).containsExactly(1, 2)
            assertThat(counts()).isEqualTo(Triple(2, 0, 0))
        }

        @Test
        fun aCollectorThatFailsIsNoFailureOfTheFlow() = runTest {
            val bug = IllegalStateException("collector's")
            val thrown = assertFailsWith<IllegalStateException> { hangingAfter(1).guardedBy(breaker).collect { throw bug } }
            assertThat(thrown).isSameAs(bug)
            assertThat(counts()).isEqualTo(Triple(1, 0, 0))
        }

        @Test
        fun aCancellationBeforeTheFirstElementDoesNotCount() = runTest {
            val collector = launch { hangingAfter().guardedBy(breaker).collect() }
            runCurrent()
            assertThat(counts()).isEqualTo(Triple(0, 0, 1))
            collector.cancelAndJoin()
            assertThat(counts()).isEqualTo(Triple(0, 0, 0))
        }

        @Test
        fun aCancellationAfterAnElementIsASuccess() = runTest {
            val collector = launch { hangingAfter(1).guardedBy(breaker).collect() }
            val busy = launch { hangingAfter(1).guardedBy(breaker).collect { awaitCancellation() } }
            runCurrent()
            collector.cancelAndJoin()
            busy.cancelAndJoin()
            assertThat(counts()).isEqualTo(Triple(2, 0, 0))
        }

        @Test
        fun aFlowThatFailsAndCancelsItsBusyCollectorHasFailed() = runTest {
            val failing = flow {
                emit(1)
                delay(1.minutes)
                throw IOException("down")
            }
            assertFailsWith<IOException> { failing.buffer().guardedBy(breaker).collect { awaitCancellation() } }
            assertThat(counts()).isEqualTo(Triple(0, 1, 0))
        }

        @Test
        fun aCollectorThatFailsIsKnownByACopyOfItsExceptionToo() = runTest {
            val limiter = TimeLimiter.of("t", TimeLimiterConfig { timeoutDuration(1.hours) })
            assertFailsWith<IOException> {
                hangingAfter(1).guardedBy(Pipeline.of(breaker, limiter)).collect {
                    delay(1.minutes)
                    throw IOException("collector's")
                }
            }
            assertThat(counts()).isEqualTo(Triple(1, 0, 0))
        }

        @Test
        fun aFlowThatFailsWhileItsCollectorIsBusyHasFailed() = runTest {
            val limiter = TimeLimiter.of("t", TimeLimiterConfig { timeoutDuration(1.hours) })
            val had = mutableListOf<Int>()
            assertFailsWith<IOException> {
                failingAfter(1, 2).guardedBy(Pipeline.of(breaker, limiter)).collect {
                    delay(1.minutes)
                    had += it
                }
            }
            assertThat(had).containsExactly(1, 2)
            assertThat(counts()).isEqualTo(Triple(0, 1, 0))
        }
    }

    @Nested
    inner class ByABulkhead {

        private val bulkhead =
            Bulkhead.of("h", BulkheadConfig { maxConcurrentCalls(1); maxWaitDuration(1.hours) })

        @Test
        fun waitsForItsPermitAndHoldsItToTheEnd() = runTest {
            val first = launch { hangingAfter(1).guardedBy(bulkhead).collect() }
            val second = launch { hangingAfter(1).guardedBy(bulkhead).collect() }
            runCurrent()
            assertThat(collections).isEqualTo(1)
            assertThat(bulkhead.snapshot().waitingCalls()).isEqualTo(1)
            first.cancelAndJoin()
            runCurrent()
            assertThat(collections).isEqualTo(2)
            second.cancelAndJoin()
            assertThat(bulkhead.snapshot().availableConcurrentCalls()).isEqualTo(1)
        }

        @Test
        fun isNotCollectedIfCancelledWhileItWaits() = runTest {
            val first = launch { hangingAfter().guardedBy(bulkhead).collect() }
            val second = launch { hangingAfter().guardedBy(bulkhead).collect() }
            runCurrent()
            second.cancelAndJoin()
            first.cancelAndJoin()
            assertThat(collections).isEqualTo(1)
            assertThat(bulkhead.snapshot().run { availableConcurrentCalls() to waitingCalls() }).isEqualTo(1 to 0)
        }
    }

    @Nested
    inner class ByARetry {

        private val retry =
            Retry.of("r", RetryConfig { maxAttempts(3); waitDuration(1.minutes); resultPredicate { it == null } })

        private fun counts() =
            retry.snapshot().run {
                listOf(successfulWithoutRetry(), successfulWithRetry(), failedWithoutRetry(), failedWithRetry())
            }

        @Test
        fun isCollectedOnceIfItSucceeds() = runTest {
            assertThat(flowOf(1, 2).onEach { collections++ }.guardedBy(retry).toList()).containsExactly(1, 2)
            assertThat(collections).isEqualTo(2)
            assertThat(counts()).containsExactly(1, 0, 0, 0)
        }

        @Test
        fun isCollectedAnewAfterAFailure() = runTest {
            val flow = flow {
                emit(++collections)
                if (collections < 3) throw IOException()
            }
            assertThat(flow.guardedBy(retry).toList()).containsExactly(1, 2, 3)
            assertThat(currentTime).isEqualTo(2.minutes.inWholeMilliseconds)
            assertThat(counts()).containsExactly(0, 1, 0, 0)
        }

        @Test
        fun failsAsItsLastCollectionDid() = runTest {
            assertFailsWith<IOException> { failingAfter(1).guardedBy(retry).collect() }
            assertThat(collections).isEqualTo(3)
            assertThat(counts()).containsExactly(0, 0, 0, 1)
        }

        @Test
        fun theFailureOfItsCollectorIsNotRetried() = runTest {
            assertFailsWith<IOException> { hangingAfter(1).guardedBy(retry).collect { throw IOException("collector's") } }
            assertThat(collections).isEqualTo(1)
            assertThat(counts()).containsExactly(1, 0, 0, 0)
        }

        @Test
        fun itsCollectorMayHaveEnough() = runTest {
            assertThat(hangingAfter(1).guardedBy(retry).first()).isEqualTo(1)
            assertThat(counts()).containsExactly(1, 0, 0, 0)
        }

        @Test
        fun aCancellationIsNotRetried() = runTest {
            val running = launch { hangingAfter().guardedBy(retry).collect() }
            val waiting = launch { failingAfter().guardedBy(retry).collect() }
            runCurrent()
            running.cancelAndJoin()
            waiting.cancelAndJoin()
            assertThat(collections).isEqualTo(2)
            assertThat(counts()).containsExactly(0, 0, 2, 0)
        }
    }

    @Nested
    inner class ByATimeLimiter {

        private val limiter = TimeLimiter.of("t", TimeLimiterConfig { timeoutDuration(10.minutes) })
        private val breaker = CircuitBreaker.of("b", CircuitBreakerConfig { minimumNumberOfCalls(10) })

        private fun counts() = limiter.snapshot().run { Triple(successfulCalls(), failedCalls(), timedOutCalls()) }

        private fun every9Minutes(vararg elements: Int) = elements.toList().asFlow().onEach { delay(9.minutes) }

        @Test
        fun mayTakeTheLimitForEachElement() = runTest {
            assertThat(every9Minutes(1, 2, 3).guardedBy(limiter).toList()).containsExactly(1, 2, 3)
            assertThat(counts()).isEqualTo(Triple(1L, 0L, 0L))
        }

        @Test
        fun endsWhenAnElementTakesTooLong() = runTest {
            var cancelled = false
            val had = mutableListOf<Int>()
            val hanging = flow {
                emit(1)
                try {
                    awaitCancellation()
                } finally {
                    cancelled = true
                }
            }
            val thrown = assertFailsWith<TimeoutException> { hanging.guardedBy(limiter).collect { had += it } }
            assertThat(thrown).hasMessage("Time limiter 't' ended the call after 600000 ms")
            assertThat(had).containsExactly(1)
            assertThat(cancelled).isTrue()
            assertThat(currentTime).isEqualTo(10.minutes.inWholeMilliseconds)
            assertThat(counts()).isEqualTo(Triple(0L, 0L, 1L))
        }

        @Test
        fun endsWhenTheFirstElementTakesTooLong() = runTest {
            assertFailsWith<TimeoutException> { hangingAfter().guardedBy(limiter).collect() }
            assertThat(currentTime).isEqualTo(10.minutes.inWholeMilliseconds)
        }

        @Test
        fun itsCollectorsTimeIsItsOwn() = runTest {
            assertThat(every9Minutes(1, 2).guardedBy(limiter).onEach { delay(1.hours) }.toList()).containsExactly(1, 2)
            assertThat(counts()).isEqualTo(Triple(1L, 0L, 0L))
        }

        @Test
        fun isNotAskedForAnElementThatItsCollectorDoesNotWant() = runTest {
            assertThat(failingAfter(1).guardedBy(breaker).guardedBy(limiter).first()).isEqualTo(1)
            assertThat(failingAfter(1, 2).guardedBy(breaker).guardedBy(limiter).take(2).toList()).containsExactly(1, 2)
            assertThat(breaker.snapshot().run { successfulCalls() to failedCalls() }).isEqualTo(2 to 0)
            assertThat(counts()).isEqualTo(Triple(2L, 0L, 0L))
        }

        @Test
        fun aFlowThatFailsWhileItsCollectorIsBusyFailsWhenThatIsDone() = runTest {
            val had = mutableListOf<Int>()
            val failing = flow {
                emit(1)
                delay(1.minutes)
                throw IOException("down")
            }
            assertFailsWith<IOException> { failing.buffer().guardedBy(limiter).collect { delay(1.hours); had += it } }
            assertThat(had).containsExactly(1)
            assertThat(counts()).isEqualTo(Triple(0L, 1L, 0L))
        }

        @Test
        fun itsFailureIsItsOwn() = runTest {
            assertFailsWith<IOException> { failingAfter(1).guardedBy(limiter).collect() }
            assertThat(counts()).isEqualTo(Triple(0L, 1L, 0L))
        }

        @Test
        fun itsCollectorMayHaveEnough() = runTest {
            assertThat(hangingAfter(1).guardedBy(limiter).first()).isEqualTo(1)
            assertThat(counts()).isEqualTo(Triple(1L, 0L, 0L))
        }

        @Test
        fun aCancellationEndsIt() = runTest {
            val collector = launch { hangingAfter().guardedBy(limiter).collect() }
            runCurrent()
            collector.cancelAndJoin()
            assertThat(counts()).isEqualTo(Triple(0L, 1L, 0L))
            assertThat(currentTime).isZero()
        }
    }

    @Test
    fun aPipelinesFirstPolicyStandsOutermost() = runTest {
        val retry = Retry.of("r", RetryConfig { maxAttempts(2); waitDuration(1.minutes) })
        val limiter = TimeLimiter.of("t", TimeLimiterConfig { timeoutDuration(10.minutes) })
        val breaker = CircuitBreaker.of("b", CircuitBreakerConfig { minimumNumberOfCalls(10) })
        assertFailsWith<TimeoutException> { hangingAfter(1).guardedBy(Pipeline.of(retry, breaker, limiter)).collect() }
        assertThat(collections).isEqualTo(2)
        assertThat(breaker.snapshot().failedCalls()).isEqualTo(2)
        assertThat(currentTime).isEqualTo(21.minutes.inWholeMilliseconds)
    }
}
