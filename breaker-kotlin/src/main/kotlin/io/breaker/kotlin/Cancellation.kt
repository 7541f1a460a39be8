package io.breaker.kotlin

import io.breaker.Permit
import io.breaker.Stages
import io.breaker.circuitbreaker.CircuitBreaker
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.isActive

/**
 * Whether a call did not fail but was called off. In a coroutine that is cancelled everything was: bodies make other
 * exceptions of their cancellation, and the time limit of a `withTimeout` around the call is no failure of the call.
 */
internal suspend fun isCalledOff(thrown: Throwable): Boolean =
    !currentCoroutineContext().isActive || Stages.isCalledOff(thrown)

/** Tells what a call threw. */
internal suspend fun Permit.settle(thrown: Throwable) {
    if (isCalledOff(thrown)) release() else failure(thrown)
}

/** The call has no result that a predicate could look at, and succeeded. */
internal fun Permit.succeed() {
    if (this is CircuitBreaker.Permit) success() else result(null)
}
