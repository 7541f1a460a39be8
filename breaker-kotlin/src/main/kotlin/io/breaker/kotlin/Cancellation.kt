package io.breaker.kotlin

import io.breaker.Permit
import io.breaker.circuitbreaker.CircuitBreaker
import java.util.concurrent.TimeoutException
import kotlin.coroutines.cancellation.CancellationException
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.isActive

/**
 * Whether a call did not fail but was called off. In a coroutine that is cancelled everything was: bodies make other
 * exceptions of their cancellation.
 */
internal suspend fun isCalledOff(thrown: Throwable): Boolean =
    !currentCoroutineContext().isActive || (thrown is CancellationException && thrown !is TimeoutCancellationException)

/** Tells what a call threw. The time limit of a `withTimeout` must not pass for a cancellation. */
internal suspend fun Permit.settle(thrown: Throwable) {
    when {
        isCalledOff(thrown) -> release()
        thrown is TimeoutCancellationException -> failure(TimeoutException(thrown.message).apply { initCause(thrown) })
        else -> failure(thrown)
    }
}

/** The call has no result that a predicate could look at, and succeeded. */
internal fun Permit.succeed() {
    if (this is CircuitBreaker.Permit) success() else result(null)
}
