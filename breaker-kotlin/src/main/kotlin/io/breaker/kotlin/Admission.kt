package io.breaker.kotlin

import io.breaker.AdmissionPolicy
import io.breaker.Permit
import io.breaker.Stages
import io.breaker.Workers
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionException
import java.util.concurrent.Executor
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.suspendCancellableCoroutine

/** A call under a policy that lets calls in. */
internal suspend fun <T> AdmissionPolicy.admit(body: suspend () -> T): T {
    val permit = awaitPermit()
    val result =
        try {
            body()
        } catch (thrown: Throwable) {
            permit.settle(thrown)
            throw thrown
        }
    permit.result(result)
    return result
}

/** A flow under a policy that lets calls in. */
internal fun <T> Flow<T>.admittedBy(policy: AdmissionPolicy): Flow<T> = flow {
    val permit = policy.awaitPermit()
    val collector = Watched(this)
    try {
        collect(collector)
    } catch (thrown: Throwable) {
        if (collector.hasHadEnough(thrown)) permit.succeed() else permit.settle(thrown)
        throw thrown
    }
    permit.succeed()
}

private suspend fun AdmissionPolicy.awaitPermit(): Permit {
    currentCoroutineContext().ensureActive() // a rate limiter's permit would be used up
    val admission = acquireAsync()
    return if (admission.isDone) unwrapped(admission) else await(admission)
}

private fun unwrapped(admission: CompletableFuture<out Permit>): Permit =
    try {
        admission.join()
    } catch (refused: CompletionException) {
        throw Stages.unwrap(refused)
    }

/**
 * Permits come on the thread that ends another call, or on the timer's. Where no dispatcher takes the coroutine away from
 * it, as with [kotlinx.coroutines.Dispatchers.Unconfined], the body would hold it up: so a worker goes on with it.
 */
internal suspend fun await(
    admission: CompletableFuture<out Permit>,
    workers: Executor = Workers.shared(),
): Permit =
    suspendCancellableCoroutine { waiter ->
        admission.whenComplete { permit, refused ->
            if (waiter.context.isDispatched()) {
                waiter.goOn(permit, refused)
            } else if (permit != null || waiter.isActive) { // a call that was cancelled needs no thread to hear of it
                Workers.goOn(workers, permit, refused, waiter::goOn)
            }
        }
        waiter.invokeOnCancellation { admission.cancel(false) }
    }

private fun CoroutineContext.isDispatched(): Boolean =
    (this[ContinuationInterceptor] as? CoroutineDispatcher)?.isDispatchNeeded(this) == true

private fun CancellableContinuation<Permit>.goOn(permit: Permit?, refused: Throwable?) {
    if (permit != null) {
        resume(permit) { _, unused, _ -> unused.release() } // cancelled at the last moment
    } else {
        resumeWithException(refused?.let(Stages::unwrap) ?: IllegalStateException("No permit was given"))
    }
}
