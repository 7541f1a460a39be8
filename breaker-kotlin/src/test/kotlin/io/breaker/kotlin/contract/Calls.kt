package io.breaker.kotlin.contract

import io.breaker.annotation.Bulkhead
import io.breaker.annotation.CircuitBreaker
import io.breaker.annotation.RateLimiter
import io.breaker.annotation.Retry
import io.breaker.annotation.TimeLimiter
import java.io.IOException
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.yield

/** What the guarded functions do: the same for both kinds. */
internal class Script(private val act: Act) {

    enum class Act { SUCCEED, FAIL, THROW, HANG }

    val calls = AtomicInteger()
    val running = CompletableDeferred<Unit>()
    val stopped = CompletableDeferred<Unit>()

    fun begin() {
        calls.incrementAndGet()
        if (act == Act.THROW) throw IllegalStateException()
    }

    suspend fun run(): String {
        yield()
        return when (act) {
            Act.FAIL -> throw IOException()
            Act.HANG ->
                try {
                    running.complete(Unit)
                    awaitCancellation()
                } finally {
                    stopped.complete(Unit)
                }
            else -> "value"
        }
    }

    companion object {
        /** That of the call under way: there is one at a time. */
        @Volatile var current = Script(Act.SUCCEED)
    }
}

/** The guarded functions. The annotations stand on the subclasses. */
open class Calls {

    open suspend fun suspending(): String = Script.current.run { begin(); run() }

    open fun flow(): Flow<String> {
        val script = Script.current
        script.begin()
        return flow { emit(script.run()) }
    }
}

@Retry(name = "guard") open class Retried : Calls()

@Retry(name = "guard") @CircuitBreaker(name = "refusing") open class RetriedRefused : Calls()

@Retry(name = "guard") @TimeLimiter(name = "short") open class RetriedTimed : Calls()

@CircuitBreaker(name = "guard") open class Broken : Calls()

@CircuitBreaker(name = "guard") @TimeLimiter(name = "short") open class BrokenTimed : Calls()

@RateLimiter(name = "guard") open class Limited : Calls()

@RateLimiter(name = "guard") @TimeLimiter(name = "short") open class LimitedTimed : Calls()

@TimeLimiter(name = "guard") open class Timed : Calls()

@TimeLimiter(name = "guard") @Bulkhead(name = "refusing") open class TimedRefused : Calls()

@Bulkhead(name = "guard") open class Held : Calls()

@TimeLimiter(name = "short") @Bulkhead(name = "guard") open class HeldTimed : Calls()
