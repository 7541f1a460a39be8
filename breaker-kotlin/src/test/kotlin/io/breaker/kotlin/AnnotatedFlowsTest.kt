package io.breaker.kotlin

import io.breaker.annotation.Bulkhead
import io.breaker.annotation.CircuitBreaker
import io.breaker.annotation.Retry
import io.breaker.circuitbreaker.CallNotPermittedException
import io.breaker.circuitbreaker.CircuitBreakerRegistry
import io.breaker.spring.BreakerAutoConfiguration
import java.io.IOException
import java.util.concurrent.CompletableFuture
import kotlin.coroutines.ContinuationInterceptor
import kotlin.test.assertFailsWith
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Nested
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.Arguments
import org.junit.jupiter.params.provider.MethodSource
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.stereotype.Component
import reactor.core.publisher.Mono

@Component
class Feed {

    var calls = 0
    var fallbacks = 0
    var collections = 0
    var next: Flow<Int?> = emptyFlow()

    @CircuitBreaker(name = "feed")
    fun guarded(): Flow<Int?> {
        calls++
        return next
    }

    @Retry(name = "feed")
    @CircuitBreaker(name = "feed")
    fun retried(): Flow<Int?> {
        calls++
        return if (calls == 1) throw IllegalStateException("before there is a flow") else next
    }

    @CircuitBreaker(name = "feed", fallbackMethod = "cached")
    fun answered(first: Int): Flow<Int?> {
        calls++
        return flow { emit(first); next.collect { emit(it) } }
    }

    private fun cached(first: Int, thrown: Throwable): Flow<Int?> {
        fallbacks++
        return flowOf(first * 10, if (thrown is CallNotPermittedException) 1 else 0)
    }

    @CircuitBreaker(name = "feed", fallbackMethod = "none")
    fun answeredByAnother(): Flow<Int?> = next

    private fun none(thrown: IllegalStateException): Flow<Int?> = throw IOException("no answer either", thrown)
}

/** Annotated methods that return flows: guarded without leaving coroutines. */
class AnnotatedFlowsTest {

    private fun runner(vararg beans: Class<*>) =
        ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AopAutoConfiguration::class.java, BreakerAutoConfiguration::class.java))
            .withUserConfiguration(*beans)

    private fun application(test: suspend CoroutineScope.(Feed, io.breaker.circuitbreaker.CircuitBreaker) -> Unit) {
        runner(Feed::class.java)
            .withPropertyValues("breaker.retry.instances.feed.wait-duration=0")
            .run { context ->
                val breaker = context.getBean(CircuitBreakerRegistry::class.java).circuitBreaker("feed")
                runBlocking { test(context.getBean(Feed::class.java), breaker) }
            }
    }

    private fun io.breaker.circuitbreaker.CircuitBreaker.counts() =
        snapshot().run { Triple(successfulCalls(), failedCalls(), callsInFlight()) }

    @Test
    fun nothingIsAskedForThatItsCollectorDoesNotWant() = application { feed, breaker ->
        feed.next = flow {
            emit(1)
            throw IOException("nobody wants a second")
        }
        assertThat(feed.guarded().first()).isEqualTo(1)
        assertThat(breaker.counts()).isEqualTo(Triple(1, 0, 0))
    }

    @Test
    fun aNullIsAnElementAndNotTheEnd() = application { feed, breaker ->
        feed.next = flowOf(1, null, 3)
        assertThat(feed.guarded().toList()).containsExactly(1, null, 3)
        assertThat(feed.answered(0).toList()).containsExactly(0, 1, null, 3)
        assertThat(breaker.counts()).isEqualTo(Triple(2, 0, 0))
    }

    @Test
    fun keepsItsCollectorsContextAndThread() = application { feed, _ ->
        val seen = mutableListOf<Any?>()
        feed.next = flow {
            seen += currentCoroutineContext()[CoroutineName]
            seen += currentCoroutineContext()[ContinuationInterceptor]
            seen += Thread.currentThread()
            emit(1)
        }
        val interceptor = currentCoroutineContext()[ContinuationInterceptor]
        withContext(CoroutineName("collector")) {
            assertThat(feed.guarded().toList()).containsExactly(1)
            assertThat(feed.answered(0).toList()).containsExactly(0, 1)
        }
        val one = listOf(CoroutineName("collector"), interceptor, Thread.currentThread())
        assertThat(seen).isEqualTo(one + one)
    }

    @Test
    fun eachCollectionIsACallOfTheMethod() = application { feed, breaker ->
        feed.next = flowOf(1)
        val flow = feed.guarded()
        assertThat(feed.calls).isZero()
        repeat(2) { assertThat(flow.toList()).containsExactly(1) }
        assertThat(feed.calls).isEqualTo(2)
        assertThat(breaker.counts()).isEqualTo(Triple(2, 0, 0))
    }

    @Test
    fun eachAttemptIsACallOfTheMethod() = application { feed, breaker ->
        feed.next = flow { if (++feed.collections == 1) throw IOException() else emit(1) }
        assertThat(feed.retried().toList()).containsExactly(1)
        assertThat(feed.calls).isEqualTo(3)
        assertThat(breaker.counts()).isEqualTo(Triple(1, 2, 0))
    }

    @Nested
    inner class Fallbacks {

        @Test
        fun theirElementsComeAfterThoseThatWereEmitted() = application { feed, breaker ->
            feed.next = flow { throw IOException() }
            assertThat(feed.answered(7).toList()).containsExactly(7, 70, 0)
            assertThat(breaker.counts()).isEqualTo(Triple(0, 1, 0))
        }

        @Test
        fun answerForAFlowThatIsRefused() = application { feed, breaker ->
            breaker.open()
            assertThat(feed.answered(7).toList()).containsExactly(70, 1)
            assertThat(feed.calls).isZero()
        }

        @Test
        fun areNotAskedWhenTheCollectorFails() = application { feed, _ ->
            val bug = IllegalArgumentException("collector's")
            assertThat(assertFailsWith<IllegalArgumentException> { feed.answered(7).collect { throw bug } }).isSameAs(bug)
            assertThat(feed.fallbacks).isZero()
        }

        @Test
        fun areNotAskedWhenTheCollectorIsCancelledWhateverTheFlowMakesOfIt() = application { feed, breaker ->
            val started = CompletableDeferred<Unit>()
            feed.next = flow {
                started.complete(Unit)
                runCatching { awaitCancellation() }
                throw IOException("what became of the cancellation")
            }
            val collector = launch { feed.answered(7).collect() }
            started.await()
            collector.cancelAndJoin()
            assertThat(feed.fallbacks).isZero()
            assertThat(breaker.counts()).isEqualTo(Triple(1, 0, 0)) // it had an element
        }

        @Test
        fun thatDoNotFitLeaveTheFailureAsItIs() = application { feed, _ ->
            val failure = IOException("down")
            feed.next = flow { throw failure }
            assertThat(assertFailsWith<IOException> { feed.answeredByAnother().collect() }).isSameAs(failure)
        }

        @Test
        fun mayFailThemselves() = application { feed, _ ->
            feed.next = flow { throw IllegalStateException() }
            assertThat(assertFailsWith<IOException> { feed.answeredByAnother().collect() }).hasMessage("no answer either")
        }
    }

    open class SuspendingFlow {
        @CircuitBreaker(name = "a") open suspend fun find(): Flow<Int> = emptyFlow()
    }

    open class SuspendingFuture {
        @CircuitBreaker(name = "a") open suspend fun find(): CompletableFuture<Int> = CompletableFuture.completedFuture(1)
    }

    open class SuspendingDeferred {
        @CircuitBreaker(name = "a") open suspend fun find(): Deferred<Int> = CompletableDeferred(1)
    }

    open class SuspendingMono {
        @CircuitBreaker(name = "a") open suspend fun find(): Mono<Int> = Mono.just(1)
    }

    open class PlainDeferred {
        @CircuitBreaker(name = "a") open fun find(): Deferred<Int> = CompletableDeferred(1)
    }

    open class NarrowFlow {
        @CircuitBreaker(name = "a") open fun find(): StateFlow<Int> = MutableStateFlow(1)
    }

    open class PooledFlow {
        @Bulkhead(name = "a", type = Bulkhead.Type.THREAD_POOL) open fun find(): Flow<Int> = emptyFlow()
    }

    open class SuspendingAnswer {
        @CircuitBreaker(name = "a", fallbackMethod = "other") open fun find(): Flow<Int> = emptyFlow()

        @Suppress("unused", "RedundantSuspendModifier") private suspend fun other(): Flow<Int> = emptyFlow()
    }

    @ParameterizedTest
    @MethodSource("refused")
    fun whatCannotBeGuardedIsAnErrorAtStartup(bean: Class<*>, problem: String, action: String) {
        runner(bean).run { context ->
            assertThat(context.startupFailure).isNotNull()
            assertThat(context.startupFailure!!.message).contains("${bean.simpleName}.find(): $problem").contains(action)
        }
    }

    companion object {
        @JvmStatic
        fun refused(): List<Arguments> =
            listOf(
                Arguments.of(
                    SuspendingFlow::class.java,
                    "is a suspending function that returns Flow",
                    "Drop suspend: a function that returns a Flow need not suspend.",
                ),
                Arguments.of(
                    SuspendingFuture::class.java,
                    "is a suspending function that returns CompletableFuture",
                    "Return the value that comes out of it, or drop suspend.",
                ),
                Arguments.of(
                    SuspendingDeferred::class.java,
                    "is a suspending function that returns Deferred",
                    "Return the value that comes out of it",
                ),
                Arguments.of(
                    SuspendingMono::class.java,
                    "is a suspending function that returns Mono",
                    "Return the value that comes out of it, or drop suspend.",
                ),
                Arguments.of(
                    PlainDeferred::class.java,
                    "returns Deferred",
                    "Return a CompletableFuture, as future { } makes one, or make it a suspending function that returns the value.",
                ),
                Arguments.of(
                    NarrowFlow::class.java,
                    "returns StateFlow, which cannot hold the Flow",
                    "Declare Flow as its return type.",
                ),
                Arguments.of(PooledFlow::class.java, "returns Flow, and its work runs on threads of its own", "type = SEMAPHORE"),
                Arguments.of(
                    SuspendingAnswer::class.java,
                    "its fallback \"other\" does not fit: other() suspends, which the method does not",
                    "Declare \"private Flow<Integer> other(Throwable thrown)\"",
                ),
            )
    }
}
