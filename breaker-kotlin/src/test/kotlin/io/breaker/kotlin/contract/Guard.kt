package io.breaker.kotlin.contract

import io.breaker.bulkhead.BulkheadRegistry
import io.breaker.circuitbreaker.CircuitBreakerRegistry
import io.breaker.kotlin.BulkheadConfig
import io.breaker.kotlin.RateLimiterConfig
import io.breaker.kotlin.TimeLimiterConfig
import io.breaker.kotlin.limitRefreshPeriod
import io.breaker.kotlin.timeoutDuration
import io.breaker.ratelimiter.RateLimiterRegistry
import io.breaker.ratelimiter.RequestNotPermittedException
import io.breaker.retry.RetryRegistry
import io.breaker.timelimiter.TimeLimiterRegistry
import kotlin.reflect.KClass
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.minutes
import org.springframework.context.ApplicationContext

/** One policy in the contract: the beans that it guards, and its counts. What must come out is in the document. */
internal enum class Guard(
    val title: String,
    private val bean: KClass<out Calls>,
    private val refused: KClass<out Calls>,
    private val timed: KClass<out Calls>,
) {
    RETRY("Retry, 3 attempts", Retried::class, RetriedRefused::class, RetriedTimed::class) {
        override fun counts(context: ApplicationContext) =
            context.getBean(RetryRegistry::class.java).retry("guard").snapshot().run {
                mapOf(
                    "successful without retry" to successfulWithoutRetry(),
                    "successful with retry" to successfulWithRetry(),
                    "failed without retry" to failedWithoutRetry(),
                    "failed with retry" to failedWithRetry(),
                )
            }

        override fun refuse(context: ApplicationContext): () -> Unit {
            val breaker = context.getBean(CircuitBreakerRegistry::class.java).circuitBreaker("refusing")
            breaker.forceOpen()
            return breaker::close
        }
    },
    CIRCUIT_BREAKER("CircuitBreaker", Broken::class, Broken::class, BrokenTimed::class) {
        private fun breaker(context: ApplicationContext) =
            context.getBean(CircuitBreakerRegistry::class.java).circuitBreaker("guard")

        override fun prepare(context: ApplicationContext) = breaker(context).reset()

        override fun counts(context: ApplicationContext) =
            breaker(context).snapshot().run {
                mapOf(
                    "successful" to successfulCalls().toLong(),
                    "failed" to failedCalls().toLong(),
                    "not permitted" to notPermittedCalls(),
                    "still running" to callsInFlight().toLong(),
                )
            }

        override fun refuse(context: ApplicationContext): () -> Unit {
            breaker(context).forceOpen()
            return {}
        }
    },
    RATE_LIMITER("RateLimiter", Limited::class, Limited::class, LimitedTimed::class) {
        private fun limiter(context: ApplicationContext) =
            context.getBean(RateLimiterRegistry::class.java).rateLimiter("guard")

        override fun prepare(context: ApplicationContext) =
            limiter(context).reconfigure(RateLimiterConfig { limitForPeriod(1_000); limitRefreshPeriod(1_000.days) })

        override fun counts(context: ApplicationContext) =
            limiter(context).snapshot().run {
                mapOf("permit used" to -availablePermissions().toLong(), "rejected" to rejectedCalls())
            }

        override fun refuse(context: ApplicationContext): () -> Unit {
            val limiter = limiter(context)
            limiter.reconfigure(RateLimiterConfig { limitForPeriod(1); limitRefreshPeriod(1.days) })
            try {
                while (true) limiter.acquire()
            } catch (none: RequestNotPermittedException) {
                return {}
            }
        }
    },
    TIME_LIMITER("TimeLimiter", Timed::class, TimedRefused::class, Timed::class) {
        override fun prepare(context: ApplicationContext) = shorten(context, 1.minutes)

        override fun counts(context: ApplicationContext) =
            context.getBean(TimeLimiterRegistry::class.java).timeLimiter("guard").snapshot().run {
                mapOf("successful" to successfulCalls(), "failed" to failedCalls(), "timed out" to timedOutCalls())
            }

        override fun refuse(context: ApplicationContext) = fill(context, "refusing")
    },
    BULKHEAD("Bulkhead", Held::class, Held::class, HeldTimed::class) {
        override fun counts(context: ApplicationContext) =
            context.getBean(BulkheadRegistry::class.java).bulkhead("guard").snapshot().run {
                mapOf(
                    "permits missing" to maxAllowedConcurrentCalls().toLong() - availableConcurrentCalls(),
                    "rejected" to rejectedCalls(),
                )
            }

        override fun refuse(context: ApplicationContext) = fill(context, "guard")
    };

    abstract fun counts(context: ApplicationContext): Map<String, Long>

    /** Has the policy, or one further in where it refuses nothing itself, refuse calls, until the result is run. */
    abstract fun refuse(context: ApplicationContext): () -> Unit

    open fun prepare(context: ApplicationContext) {}

    fun shorten(context: ApplicationContext, limit: Duration) {
        val limiter = if (timed == bean) "guard" else "short"
        context.getBean(TimeLimiterRegistry::class.java)
            .timeLimiter(limiter)
            .reconfigure(TimeLimiterConfig { timeoutDuration(limit) })
    }

    fun bean(what: Case): Class<out Calls> =
        when (what) {
            Case.REJECT -> refused
            Case.TIMEOUT -> timed
            else -> bean
        }.java

    protected fun fill(context: ApplicationContext, name: String): () -> Unit {
        val bulkhead = context.getBean(BulkheadRegistry::class.java).bulkhead(name)
        bulkhead.reconfigure(BulkheadConfig { maxConcurrentCalls(1) })
        return bulkhead.acquire()::release
    }
}
