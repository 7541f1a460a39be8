package io.breaker.kotlin

import io.breaker.annotation.CircuitBreaker
import io.breaker.annotation.Retry
import io.breaker.circuitbreaker.CircuitBreakerRegistry
import io.breaker.spring.BreakerAutoConfiguration
import java.util.concurrent.CompletableFuture
import kotlin.test.assertFailsWith
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.future.future
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.mono
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.awaitility.Awaitility.await
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.stereotype.Component
import reactor.core.publisher.Mono

@Retry(name = "hanging")
@CircuitBreaker(name = "hanging")
annotation class Guarded

/** A dependency that never answers, asked in each of the ways that coroutines know. */
@Component
class Hanging {

    var calls = 0
    var limit = Long.MAX_VALUE
    var called = CompletableDeferred<Unit>()

    private suspend fun hang(): String {
        calls++
        called.complete(Unit)
        return withTimeout(limit) { awaitCancellation() }
    }

    @Guarded suspend fun suspending(): String = hang()

    @Guarded fun plain(): String = runBlocking { hang() }

    @Guarded fun stage(): CompletableFuture<String> = CoroutineScope(Dispatchers.Default).future { hang() }

    @Guarded fun publisher(): Mono<String> = mono(Dispatchers.Default) { hang() }

    @Guarded fun flow(): Flow<String> = flow { emit(hang()) }
}

/** `withTimeout` throws a cancellation, and means that something is slow. */
class WithTimeoutTest {

    enum class Shape(val call: suspend (Hanging) -> Unit) {
        SUSPENDING({ it.suspending() }),
        PLAIN({ runInterruptible(Dispatchers.IO) { it.plain() } }),
        STAGE({ it.stage().await() }),
        PUBLISHER({ it.publisher().awaitSingle() }),
        FLOW({ it.flow().collect() }),
    }

    private fun application(test: suspend (Hanging, io.breaker.circuitbreaker.CircuitBreaker) -> Unit) {
        ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AopAutoConfiguration::class.java, BreakerAutoConfiguration::class.java))
            .withUserConfiguration(Hanging::class.java)
            .withPropertyValues(
                "breaker.circuitbreaker.instances.hanging.record-exceptions=java.util.concurrent.TimeoutException",
                "breaker.retry.instances.hanging.retry-exceptions=java.util.concurrent.TimeoutException",
                "breaker.retry.instances.hanging.wait-duration=0",
            )
            .run { context ->
                runBlocking {
                    test(
                        context.getBean(Hanging::class.java),
                        context.getBean(CircuitBreakerRegistry::class.java).circuitBreaker("hanging"),
                    )
                }
            }
    }

    private fun io.breaker.circuitbreaker.CircuitBreaker.counts() =
        snapshot().run { Triple(successfulCalls(), failedCalls(), callsInFlight()) }

    @ParameterizedTest
    @EnumSource
    fun aTimeLimitInsideACallIsAFailureAndRetried(shape: Shape) = application { hanging, breaker ->
        hanging.limit = 1
        assertFailsWith<TimeoutCancellationException> { shape.call(hanging) }
        assertThat(hanging.calls).isEqualTo(3)
        assertThat(breaker.counts()).isEqualTo(Triple(0, 3, 0))
    }

    @ParameterizedTest
    @EnumSource
    fun aTimeLimitAroundACallIsACancellation(shape: Shape) = application { hanging, breaker ->
        var limit = 50L
        while (!hanging.called.isCompleted) { // on a slow machine the time may be over before it is called
            assertFailsWith<TimeoutCancellationException> { withTimeout(limit) { shape.call(hanging) } }
            limit *= 2
        }
        await().untilAsserted { assertThat(breaker.counts()).isEqualTo(Triple(0, 0, 0)) }
        assertThat(hanging.calls).isEqualTo(1)
    }
}
