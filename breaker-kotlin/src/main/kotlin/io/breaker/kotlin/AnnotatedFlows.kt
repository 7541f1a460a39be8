package io.breaker.kotlin

import io.breaker.Body
import io.breaker.Policy
import io.breaker.spring.aop.FlowGuard
import java.util.function.Function
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.flow

/**
 * Annotated methods that return flows, for the starter, which finds this class by its name in `META-INF/services`.
 * The one class here that needs the starter; nobody else loads it.
 */
internal class AnnotatedFlows : FlowGuard {

    override fun guarded(policy: Policy, method: Body<Any?, Throwable>): Any = method.asFlow().guardedBy(policy)

    override fun answered(method: Body<Any?, Throwable>, fallbacks: Function<Throwable, Body<Any?, Throwable>?>): Any =
        method.asFlow().catch { thrown ->
            currentCoroutineContext().ensureActive() // flows make other exceptions of their cancellation
            val fallback = fallbacks.apply(thrown) ?: throw thrown
            emitAll(fallback.asFlow())
        }
}

/** A flow that calls its method whenever it is collected. */
private fun Body<Any?, Throwable>.asFlow(): Flow<Any?> = flow {
    val returned = call() ?: throw NullPointerException("A flow was to be returned, and it was null")
    @Suppress("UNCHECKED_CAST") // it is only read
    emitAll(returned as Flow<Any?>)
}
