package io.breaker.kotlin

import io.breaker.circuitbreaker.CircuitBreakerRegistry
import io.breaker.spring.BreakerAutoConfiguration
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.util.ClassUtils

/**
 * Annotated flows without Kotlin's reflection and without Reactor's coroutines. The build runs it twice: with all that tests bring,
 * and without those two.
 */
class BareClasspathTest {

    @Test
    fun theClassPathIsTheOneThatIsMeant() {
        assertThat(listOf("kotlin.reflect.full.KClasses", "kotlinx.coroutines.reactor.MonoKt"))
            .allMatch { !(java.lang.Boolean.getBoolean("bare-class-path") && ClassUtils.isPresent(it, null)) }
    }

    @Test
    fun annotatedFlowsAreGuarded() {
        ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AopAutoConfiguration::class.java, BreakerAutoConfiguration::class.java))
            .withBean(Feed::class.java)
            .run { context ->
                val feed = context.getBean(Feed::class.java)
                feed.next = flowOf(1, 2)
                assertThat(runBlocking { feed.guarded().toList() }).containsExactly(1, 2)
                val breaker = context.getBean(CircuitBreakerRegistry::class.java).circuitBreaker("feed")
                assertThat(breaker.snapshot().successfulCalls()).isEqualTo(1)
            }
    }
}
