package io.breaker.kotlin

import kotlinx.coroutines.flow.FlowCollector

/** A flow's collector, of which is known whether it has had any element, and what it threw itself. */
internal class Watched<T>(private val collector: FlowCollector<T>) : FlowCollector<T> {

    private var hasHadAny = false
    private var failure: Throwable? = null

    override suspend fun emit(value: T) {
        hasHadAny = true
        try {
            collector.emit(value)
        } catch (thrown: Throwable) {
            failure = thrown
            throw thrown
        }
    }

    /** Whether the flow did what it was asked for until its collector ended it: by failing, being content, or cancelled. */
    suspend fun hasHadEnough(thrown: Throwable): Boolean = hasHadAny && (isOwn(thrown) || isCalledOff(thrown))

    private fun isOwn(thrown: Throwable): Boolean = failure.let { it != null && original(it) === original(thrown) }

    /** In debug mode coroutines rethrow copies, each with the original as its cause. */
    private fun original(thrown: Throwable): Throwable = thrown.cause?.takeIf { it.javaClass == thrown.javaClass } ?: thrown
}
