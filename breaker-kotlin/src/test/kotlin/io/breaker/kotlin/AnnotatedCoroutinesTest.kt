package io.breaker.kotlin

import io.breaker.annotation.Bulkhead
import io.breaker.annotation.CircuitBreaker
import io.breaker.annotation.RateLimiter
import io.breaker.annotation.Retry
import io.breaker.annotation.TimeLimiter
import io.breaker.bulkhead.BulkheadRegistry
import io.breaker.circuitbreaker.CallNotPermittedException
import io.breaker.circuitbreaker.CircuitBreakerRegistry
import io.breaker.ratelimiter.RequestNotPermittedException
import io.breaker.retry.RetryRegistry
import io.breaker.spring.BreakerAutoConfiguration
import java.io.IOException
import java.util.concurrent.TimeoutException
import kotlin.test.assertFailsWith
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration
import org.springframework.boot.test.context.assertj.AssertableApplicationContext
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.stereotype.Component

@Component
class Remote {

    val started = CompletableDeferred<Unit>()
    var calls = 0

    @CircuitBreaker(name = "remote")
    suspend fun load(id: String?): String? {
        calls++
        yield()
        return if (id == "bad") throw IOException(id) else id
    }

    @CircuitBreaker(name = "remote", fallbackMethod = "cached")
    suspend fun loadOrCached(id: String): String = load(id) ?: "nothing"

    private suspend fun cached(id: String, thrown: Exception): String {
        yield()
        return "cached $id after ${thrown.javaClass.simpleName}"
    }

    @Retry(name = "remote")
    suspend fun loadAtThird(): Int {
        yield()
        return if (++calls < 3) throw IOException() else calls
    }

    @Retry(name = "remote")
    @CircuitBreaker(name = "remote", fallbackMethod = "cached")
    suspend fun hang(id: String): String {
        calls++
        started.complete(Unit)
        awaitCancellation()
    }

    @TimeLimiter(name = "remote")
    suspend fun hangTooLong(): String = awaitCancellation()

    @Bulkhead(name = "remote")
    suspend fun alone(): String {
        started.complete(Unit)
        awaitCancellation()
    }

    @RateLimiter(name = "remote")
    suspend fun rarely(): Int = ++calls

    @CircuitBreaker(name = "remote")
    fun elements(last: Int): Flow<Int> {
        calls++
        return flow {
            (1..last).forEach { emit(it) }
            throw IOException("after $last")
        }
    }

    @CircuitBreaker(name = "remote")
    fun elementsOnAndOn(): Flow<Int> = flow {
        emit(1)
        awaitCancellation()
    }

    @Retry(name = "remote")
    fun elementsAtThird(): Flow<Int> = flow { if (++calls < 3) throw IOException() else emit(calls) }

    @TimeLimiter(name = "remote")
    fun elementsTooLate(): Flow<Int> = flow { awaitCancellation() }

    @Bulkhead(name = "remote")
    fun elementsAlone(): Flow<Int> = flow {
        started.complete(Unit)
        awaitCancellation()
    }
}

/** Annotated suspending functions and flows in a Spring application. */
class AnnotatedCoroutinesTest {

    private fun application(test: suspend CoroutineScope.(AssertableApplicationContext, Remote) -> Unit) {
        ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AopAutoConfiguration::class.java, BreakerAutoConfiguration::class.java))
            .withUserConfiguration(Remote::class.java)
            .withPropertyValues(
                "breaker.circuitbreaker.instances.remote.minimum-number-of-calls=10",
                "breaker.retry.instances.remote.wait-duration=1ms",
                "breaker.timelimiter.instances.remote.timeout-duration=20ms",
                "breaker.bulkhead.instances.remote.max-concurrent-calls=1",
                "breaker.bulkhead.instances.remote.max-wait-duration=1h",
                "breaker.ratelimiter.instances.remote.limit-for-period=1",
                "breaker.ratelimiter.instances.remote.limit-refresh-period=1h",
            )
            .run { context -> runBlocking { test(context, context.getBean(Remote::class.java)) } }
    }

    private fun AssertableApplicationContext.breaker() = getBean(CircuitBreakerRegistry::class.java).circuitBreaker("remote")

    private fun AssertableApplicationContext.bulkhead() = getBean(BulkheadRegistry::class.java).bulkhead("remote").snapshot()

    private fun AssertableApplicationContext.counts() =
        breaker().snapshot().run { Triple(successfulCalls(), failedCalls(), callsInFlight()) }

    @Test
    fun aSuspendingFunctionReturnsItsResult() = application { context, remote ->
        assertThat(remote.load("1")).isEqualTo("1")
        assertThat(remote.load(null)).isNull()
        assertThat(context.counts()).isEqualTo(Triple(2, 0, 0))
    }

    @Test
    fun itsFailureCounts() = application { context, remote ->
        assertThat(assertFailsWith<IOException> { remote.load("bad") }).hasMessage("bad")
        assertThat(context.counts()).isEqualTo(Triple(0, 1, 0))
    }

    @Test
    fun anOpenBreakerRefusesIt() = application { context, remote ->
        context.breaker().open()
        assertFailsWith<CallNotPermittedException> { remote.load("1") }
        assertThat(remote.calls).isZero()
    }

    @Test
    fun itsFallbackSuspendsToo() = application { context, remote ->
        assertThat(remote.loadOrCached("bad")).isEqualTo("cached bad after IOException")
        context.breaker().open()
        assertThat(remote.loadOrCached("1")).isEqualTo("cached 1 after CallNotPermittedException")
    }

    @Test
    fun itIsCalledAgain() = application { context, remote ->
        assertThat(remote.loadAtThird()).isEqualTo(3)
        assertThat(context.getBean(RetryRegistry::class.java).retry("remote").snapshot().successfulWithRetry()).isEqualTo(1)
    }

    @Test
    fun aCancellationIsIgnoredNotRetriedAndAsksNoFallback() = application { context, remote ->
        var result: String? = null
        val call = launch { result = remote.hang("1") }
        remote.started.await()
        assertThat(context.counts()).isEqualTo(Triple(0, 0, 1))
        call.cancelAndJoin()
        assertThat(context.counts()).isEqualTo(Triple(0, 0, 0))
        assertThat(remote.calls).isEqualTo(1)
        assertThat(result).isNull()
    }

    @Test
    fun itsTimeIsLimited() = application { _, remote ->
        assertThat(assertFailsWith<TimeoutException> { remote.hangTooLong() }).hasMessageContaining("'remote'")
    }

    @Test
    fun itWaitsForAPermitAndGivesItUpWhenItIsCancelled() = application { context, remote ->
        val running = launch { remote.alone() }
        remote.started.await()
        val waiting = launch { remote.alone() }
        yield()
        assertThat(context.bulkhead().waitingCalls()).isEqualTo(1)
        waiting.cancelAndJoin()
        assertThat(context.bulkhead().waitingCalls()).isZero()
        running.cancelAndJoin()
        assertThat(context.bulkhead().availableConcurrentCalls()).isEqualTo(1)
    }

    @Test
    fun aRateLimiterRefusesIt() = application { _, remote ->
        assertThat(remote.rarely()).isEqualTo(1)
        assertFailsWith<RequestNotPermittedException> { remote.rarely() }
        assertThat(remote.calls).isEqualTo(1)
    }

    @Test
    fun aFlowIsACallWhenItIsCollected() = application { context, remote ->
        val flow = remote.elements(2)
        assertThat(context.counts()).isEqualTo(Triple(0, 0, 0))
        val had = mutableListOf<Int>()
        assertFailsWith<IOException> { flow.collect { had += it } }
        assertThat(had).containsExactly(1, 2)
        assertThat(context.counts()).isEqualTo(Triple(0, 1, 0))
    }

    @Test
    fun aFlowWhoseCollectorHasEnoughIsASuccess() = application { context, remote ->
        assertThat(remote.elementsOnAndOn().first()).isEqualTo(1)
        assertThat(context.counts()).isEqualTo(Triple(1, 0, 0))
    }

    @Test
    fun aRefusedFlowIsNotMade() = application { context, remote ->
        context.breaker().open()
        assertFailsWith<CallNotPermittedException> { remote.elements(1).collect() }
        assertThat(remote.calls).isZero()
    }

    @Test
    fun aFlowIsCollectedAnew() = application { _, remote ->
        assertThat(remote.elementsAtThird().toList()).containsExactly(3)
    }

    @Test
    fun aFlowsTimeIsLimited() = application { _, remote ->
        assertFailsWith<TimeoutException> { remote.elementsTooLate().collect() }
    }

    @Test
    fun aCancelledFlowGivesItsPermitBack() = application { context, remote ->
        val running = launch { remote.elementsAlone().collect() }
        remote.started.await()
        assertThat(context.bulkhead().availableConcurrentCalls()).isZero()
        running.cancelAndJoin()
        assertThat(context.bulkhead().availableConcurrentCalls()).isEqualTo(1)
    }
}
