package io.breaker.kotlin

import io.breaker.bulkhead.BulkheadConfig
import io.breaker.bulkhead.ThreadPoolBulkheadConfig
import io.breaker.circuitbreaker.CircuitBreakerConfig
import io.breaker.ratelimiter.RateLimiterConfig
import io.breaker.retry.RetryConfig
import io.breaker.timelimiter.TimeLimiterConfig
import java.time.Duration as JavaDuration
import java.util.stream.Stream
import kotlin.test.assertFailsWith
import kotlin.time.Duration.Companion.seconds
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource

class ConfigsTest {

    @Test
    fun eachPolicyHasAConfigurationBlock() {
        assertThat(CircuitBreakerConfig { failureRateThreshold(10.0) }.failureRateThreshold()).isEqualTo(10.0)
        assertThat(RetryConfig { maxAttempts(7) }.maxAttempts()).isEqualTo(7)
        assertThat(BulkheadConfig { maxConcurrentCalls(7) }.maxConcurrentCalls()).isEqualTo(7)
        assertThat(ThreadPoolBulkheadConfig { queueCapacity(7) }.queueCapacity()).isEqualTo(7)
        assertThat(RateLimiterConfig { limitForPeriod(7) }.limitForPeriod()).isEqualTo(7)
        assertThat(TimeLimiterConfig { cancelRunningFuture(false) }.cancelRunningFuture()).isFalse()
    }

    @Test
    fun whatABlockDoesNotSayIsAsBefore() {
        val base = CircuitBreakerConfig { slidingWindowSize(7) }
        val derived = CircuitBreakerConfig(base) { failureRateThreshold(10.0) }
        assertThat(derived.slidingWindowSize()).isEqualTo(7)
        assertThat(derived.failureRateThreshold()).isEqualTo(10.0)
        assertThat(base.failureRateThreshold()).isEqualTo(50.0)
        assertThat(RetryConfig(RetryConfig { maxAttempts(7) }) { }.maxAttempts()).isEqualTo(7)
        assertThat(BulkheadConfig(BulkheadConfig { maxConcurrentCalls(7) }) { }.maxConcurrentCalls()).isEqualTo(7)
        assertThat(ThreadPoolBulkheadConfig(ThreadPoolBulkheadConfig { queueCapacity(7) }) { }.queueCapacity()).isEqualTo(7)
        assertThat(RateLimiterConfig(RateLimiterConfig { limitForPeriod(7) }) { }.limitForPeriod()).isEqualTo(7)
        assertThat(TimeLimiterConfig(TimeLimiterConfig { timeoutDuration(7.seconds) }) { }.timeoutDuration().toSeconds()).isEqualTo(7)
    }

    @Test
    fun valuesAreCheckedAsEver() {
        assertFailsWith<IllegalArgumentException> { TimeLimiterConfig { timeoutDuration((-1).seconds) } }
    }

    /** Every setting of every builder that takes Java's duration takes Kotlin's: a new one without it fails here. */
    @ParameterizedTest
    @MethodSource("configurations")
    fun everyDurationMayBeKotlins(config: Class<*>) {
        val builder = config.getMethod("builder").invoke(null)
        val settings = builder.javaClass.methods.filter { it.parameterTypes.contentEquals(arrayOf(JavaDuration::class.java)) }
        assertThat(settings).isNotEmpty
        val extensions = Class.forName("io.breaker.kotlin.Durations").methods
        settings.forEachIndexed { index, setting ->
            val extension =
                extensions.singleOrNull {
                    it.name.substringBefore('-') == setting.name && it.parameterTypes.first() == builder.javaClass
                }
            assertThat(extension).describedAs("%s of %s", setting.name, config.simpleName).isNotNull
            extension!!.invoke(null, builder, raw(index + 1))
        }
        val built = builder.javaClass.getMethod("build").invoke(builder)
        settings.forEachIndexed { index, setting ->
            assertThat(config.getMethod(setting.name).invoke(built)).isEqualTo(JavaDuration.ofSeconds(index + 1L))
        }
    }

    /** A value class is a plain `long` to reflection; this takes it out of its box. */
    private fun raw(seconds: Int): Any {
        val boxed: Any = seconds.seconds
        return boxed.javaClass.getDeclaredMethod("unbox-impl").invoke(boxed)
    }

    companion object {
        @JvmStatic
        fun configurations(): Stream<Class<*>> =
            Stream.of(
                CircuitBreakerConfig::class.java,
                RetryConfig::class.java,
                BulkheadConfig::class.java,
                ThreadPoolBulkheadConfig::class.java,
                RateLimiterConfig::class.java,
                TimeLimiterConfig::class.java,
            )
    }
}
