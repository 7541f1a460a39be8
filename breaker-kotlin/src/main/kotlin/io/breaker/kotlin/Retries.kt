package io.breaker.kotlin

import io.breaker.retry.Retry
import io.breaker.retry.Retry.Attempts
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration.Companion.nanoseconds
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.isActive

/** A call under a retry. */
internal suspend fun <T> Retry.retry(body: suspend () -> T): T {
    val attempts = attempts()
    while (true) {
        val result =
            try {
                body()
            } catch (thrown: Throwable) {
                attempts.pauseAfter(thrown)
                continue
            }
        val wait = attempts.afterResult(result)
        if (wait == Attempts.END) {
            attempts.ended()
            return result
        }
        attempts.pause(wait)
    }
}

/** A flow under a retry. */
internal fun <T> Flow<T>.retriedBy(retry: Retry): Flow<T> = flow {
    val attempts = retry.attempts()
    while (true) {
        val collector = Watched(this)
        try {
            collect(collector)
        } catch (thrown: Throwable) {
            if (!collector.hasHadEnough(thrown)) {
                attempts.pauseAfter(thrown)
                continue
            }
            attempts.succeeded()
            throw thrown
        }
        attempts.succeeded()
        return@flow
    }
}

/** Returns when it is time for another attempt, and throws what the last one threw if there is none. */
private suspend fun Attempts.pauseAfter(thrown: Throwable) {
    val isCancelled = thrown is CancellationException && !currentCoroutineContext().isActive // of a withTimeout, perhaps
    val wait = afterException(if (isCancelled) CancellationException() else thrown)
    if (wait == Attempts.END) {
        failed(thrown)
        throw thrown
    }
    pause(wait)
}

private suspend fun Attempts.pause(nanos: Long) {
    try {
        currentCoroutineContext().ensureActive() // a delay of nothing does not look
        delay(nanos.nanoseconds)
    } catch (cancelled: CancellationException) {
        failed(cancelled)
        throw cancelled
    }
}
