package io.breaker.kotlin

import io.breaker.bulkhead.Bulkhead
import io.breaker.bulkhead.BulkheadConfig
import io.breaker.bulkhead.BulkheadFullException
import java.io.IOException
import kotlin.random.Random
import kotlin.test.assertFailsWith
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.awaitility.Awaitility.await
import org.junit.jupiter.api.Test

class SuspendingBulkheadTest {

    private val patient =
        Bulkhead.of(
            "b",
            BulkheadConfig {
                maxConcurrentCalls(1)
                maxWaitDuration(1.hours)
            },
        )

    @Test
    fun refusesAtOnceWhenItIsFull() = runTest {
        val full = Bulkhead.of("b", BulkheadConfig { maxConcurrentCalls(1) })
        val running = launch { full.callSuspending { awaitCancellation() } }
        runCurrent()
        var called = false
        assertFailsWith<BulkheadFullException> { full.callSuspending { called = true } }
        assertThat(called).isFalse()
        running.cancelAndJoin()
        assertThat(full.callSuspending { "in" }).isEqualTo("in")
    }

    @Test
    fun refusesWhenTheWaitIsOver() = runTest {
        patient.reconfigure(BulkheadConfig(patient.config()) { maxWaitDuration(1.milliseconds) })
        val running = launch { patient.callSuspending { awaitCancellation() } }
        runCurrent()
        assertFailsWith<BulkheadFullException> { patient.callSuspending { } }
        await().until { patient.snapshot().waitingCalls() == 0 } // it leaves the queue a moment later
        running.cancelAndJoin()
    }

    @Test
    fun waitsWithoutBlockingItsThread() = runTest {
        val log = mutableListOf<String>()
        val answer = CompletableDeferred<Unit>()
        launch { patient.callSuspending { log += "one"; answer.await() } }
        val waiting = launch { patient.callSuspending { log += "two" } }
        runCurrent()
        assertThat(patient.snapshot().waitingCalls()).isEqualTo(1)
        assertThat(log).containsExactly("one")
        answer.complete(Unit)
        waiting.join()
        assertThat(log).containsExactly("one", "two")
        assertThat(patient.snapshot().availableConcurrentCalls()).isEqualTo(1)
    }

    @Test
    fun aFailureGivesThePermitBack() = runTest {
        assertFailsWith<IOException> { patient.callSuspending { throw IOException() } }
        assertThat(patient.snapshot().availableConcurrentCalls()).isEqualTo(1)
    }

    @Test
    fun whoIsCancelledWhileItWaitsLeavesTheQueue() = runTest {
        val running = launch { patient.callSuspending { awaitCancellation() } }
        var called = false
        val waiting = launch { patient.callSuspending { called = true } }
        runCurrent()
        waiting.cancelAndJoin()
        assertThat(patient.snapshot().waitingCalls()).isZero()
        running.cancelAndJoin()
        assertThat(called).isFalse()
        assertThat(patient.snapshot().availableConcurrentCalls()).isEqualTo(1)
    }

    @Test
    fun whoIsCancelledBetweenItsPermitAndItsTurnGivesThePermitBack() = runTest {
        val answer = CompletableDeferred<Unit>()
        var called = false
        lateinit var waiting: Job
        val running = launch {
            patient.callSuspending { answer.await() }
            assertThat(patient.snapshot().run { availableConcurrentCalls() to waitingCalls() }).isEqualTo(0 to 0)
            waiting.cancel() // it has its permit, and would go on when this coroutine lets it
        }
        waiting = launch { patient.callSuspending { called = true } }
        runCurrent()
        answer.complete(Unit)
        running.join()
        waiting.join()
        assertThat(called).isFalse()
        assertThat(patient.snapshot().availableConcurrentCalls()).isEqualTo(1)
    }

    @Test
    fun whoIsCancelledAlreadyAsksForNothing() = runTest {
        launch {
            currentJob().cancel()
            patient.callSuspending { error("the body ran") }
        }.join()
        assertThat(patient.snapshot().availableConcurrentCalls()).isEqualTo(1)
    }

    @Test
    fun aCoroutineThatNoDispatcherMovesDoesNotHoldUpTheCallThatEnds() = runTest {
        val answer = CompletableDeferred<Unit>()
        val running = launch { patient.callSuspending { answer.await() } }
        runCurrent()
        val bodysThread = CompletableDeferred<Thread>()
        launch(Dispatchers.Unconfined) { patient.callSuspending { bodysThread.complete(Thread.currentThread()) } }
        answer.complete(Unit)
        running.join()
        assertThat(bodysThread.await().name).startsWith("breaker-worker")
    }

    @Test
    fun noPermitIsLostOrMadeWhateverIsCancelled() = runTest {
        val seed = System.getProperty("seed")?.toLong() ?: System.nanoTime()
        println("seed $seed")
        val bulkhead = Bulkhead.of("b", BulkheadConfig(patient.config()) { maxConcurrentCalls(2) })
        withContext(Dispatchers.Default) {
            repeat(300) { round ->
                val random = Random(seed + round)
                coroutineScope {
                    val calls = List(8) { launch { bulkhead.callSuspending { repeat(random.nextInt(3)) { yield() } } } }
                    calls.filter { random.nextBoolean() }.forEach { launch { it.cancel() } }
                    calls.joinAll()
                }
            }
        }
        val end = bulkhead.snapshot()
        assertThat(end.availableConcurrentCalls()).isEqualTo(2)
        assertThat(end.waitingCalls()).isZero()
    }
}
