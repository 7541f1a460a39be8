package io.breaker.kotlin

import io.breaker.timelimiter.TimeLimiter
import io.breaker.timelimiter.TimeLimiter.Outcome
import java.util.concurrent.TimeoutException
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.toKotlinDuration
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.FlowCollector
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull

/** A call under a time limiter. */
internal suspend fun <T> TimeLimiter.limit(body: suspend () -> T): T {
    val context = contextOfBody()
    var ended: Result<T>? = null
    val inTime =
        try {
            withTimeoutOrNull(config().timeoutDuration().toKotlinDuration()) {
                withContext(context) { ended = runCatching { body() } }
                ensureActive() // whatever the body made of it, its time may be over, or the caller cancelled
                ended
            }
        } catch (cancelled: CancellationException) {
            note(Outcome.FAILED)
            throw cancelled
        }
    if (inTime == null) {
        note(Outcome.TIMEOUT)
        throw late(ended?.exceptionOrNull())
    }
    note(if (inTime.isSuccess) Outcome.SUCCESSFUL else Outcome.FAILED)
    return inTime.getOrThrow()
}

/** The time limit cancels the body unless that belongs to the caller's job; the caller's cancellation always does. */
private suspend fun TimeLimiter.contextOfBody(): CoroutineContext =
    if (config().cancelRunningFuture()) EmptyCoroutineContext else currentCoroutineContext()[Job] ?: NonCancellable

private fun TimeLimiter.late(thrown: Throwable?): TimeoutException {
    val timeout = timeout()
    if (thrown != null && thrown !is CancellationException) {
        timeout.addSuppressed(thrown)
    }
    return timeout
}

/** A flow under a time limiter. */
internal fun <T> Flow<T>.limitedBy(limiter: TimeLimiter): Flow<T> = flow {
    val collector = Watched(this)
    val inTime =
        try {
            hasEmittedAll(limiter, collector)
        } catch (thrown: Throwable) {
            limiter.note(if (collector.hasHadEnough(thrown)) Outcome.SUCCESSFUL else Outcome.FAILED)
            throw thrown
        }
    limiter.note(if (inTime) Outcome.SUCCESSFUL else Outcome.TIMEOUT)
    if (!inTime) {
        throw limiter.timeout()
    }
}

/** Runs the flow beside its collector, so that the time of one is not the other's; returns whether it kept to the limit. */
private suspend fun <T> Flow<T>.hasEmittedAll(limiter: TimeLimiter, collector: FlowCollector<T>): Boolean = coroutineScope {
    val limit = limiter.config().timeoutDuration().toKotlinDuration()
    val elements = Channel<T>()
    val wanted = Channel<Unit>(Channel.CONFLATED) // another element: the flow must not run ahead of its collector
    // As an element, so to speak: a flow that fails does not cancel a collector that is still busy with what came before.
    val running = launch { elements.close(runCatching { collect { elements.send(it); wanted.receive() } }.exceptionOrNull()) }
    suspend fun next() = withTimeoutOrNull(limit) { elements.receiveCatching() }
    var next = next()
    while (next != null && next.isSuccess) {
        collector.emit(next.getOrThrow())
        wanted.trySend(Unit)
        next = next()
    }
    if (next == null) running.cancel() else next.exceptionOrNull()?.let { throw it }
    next != null
}
