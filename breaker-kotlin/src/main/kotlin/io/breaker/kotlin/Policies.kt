/*
 * Breaker for coroutines. Start here: callSuspending puts a policy around a suspending body, guardedBy around a flow, and
 * CircuitBreakerConfig { } and its like make configurations.
 *
 * A body runs in its caller's coroutine, on its caller's dispatcher, as if the policy were not there. Nothing blocks a
 * thread, and nothing is left running behind the caller's back.
 */
@file:JvmName("Policies")

package io.breaker.kotlin

import io.breaker.AdmissionPolicy
import io.breaker.Pipeline
import io.breaker.Policy
import io.breaker.retry.Retry
import io.breaker.timelimiter.TimeLimiter
import kotlinx.coroutines.flow.Flow

/**
 * Runs a suspending [body] under this policy, in the caller's coroutine. Waits, for a permit or before another attempt,
 * suspend.
 *
 * A cancellation passes through unchanged: it does not count, is not retried, and gives the permit back, also where the
 * call still waits for one. So does every other [kotlin.coroutines.cancellation.CancellationException], but that of a
 * `withTimeout` inside the body: a call that is over its time is one that failed, and is retried. Where a configuration lists
 * exceptions, [java.util.concurrent.TimeoutException] means that one, too.
 *
 * A time limiter cancels a body that takes too long and waits until it has ended, as `withTimeout` does. With
 * `cancelRunningFuture` off it lets the body end by itself; it is too late then all the same.
 *
 * @return what the body returned
 * @throws io.breaker.RejectedCallException if the policy refuses the call; the body has then not run
 * @throws java.util.concurrent.TimeoutException if a time limiter ends the call
 * @throws io.breaker.retry.MaxRetriesExceededException if a retry's last result is still unwanted and its configuration
 *   wants that to be a failure
 * @throws IllegalArgumentException if the policy is none for coroutines, as is a
 *   [io.breaker.bulkhead.ThreadPoolBulkhead], which has threads for what blocks
 */
public suspend fun <T> Policy.callSuspending(body: suspend () -> T): T = around(body)()

/** The body under this policy. Policies are looked at before the first of them lets a call in: misuse is no failure. */
private fun <T> Policy.around(body: suspend () -> T): suspend () -> T =
    when (this) {
        is AdmissionPolicy -> { -> admit(body) }
        is Retry -> { -> retry(body) }
        is TimeLimiter -> { -> limit(body) }
        is Pipeline -> policies().foldRight(body) { outer, inner -> outer.around(inner) }
        else -> throw notForCoroutines()
    }

/**
 * This flow under a [policy]: each collection is one call, from its beginning to its end. While it waits for its permit, or
 * if it is refused, this flow is not collected.
 *
 * What counts is what this flow does. If its collector fails, or has enough, or is cancelled, that is a success once it has
 * had an element, and does not count before; neither is retried. A retry collects this flow anew and does not look at
 * elements: those that were emitted before stay emitted. A time limiter limits the time until the first element and then from
 * element to element, without the time that the collector takes; this flow then runs in a child coroutine, which is always
 * cancelled when the time is over.
 *
 * @throws IllegalArgumentException as [callSuspending]
 */
public fun <T> Flow<T>.guardedBy(policy: Policy): Flow<T> =
    when (policy) {
        is AdmissionPolicy -> admittedBy(policy)
        is Retry -> retriedBy(policy)
        is TimeLimiter -> limitedBy(policy)
        is Pipeline -> policy.policies().foldRight(this) { outer, flow -> flow.guardedBy(outer) }
        else -> throw policy.notForCoroutines()
    }

private fun Policy.notForCoroutines() =
    IllegalArgumentException(
        "$this cannot guard coroutines: use a CircuitBreaker, RateLimiter, Bulkhead, Retry or TimeLimiter," +
            " another AdmissionPolicy, or a Pipeline of these; for a ThreadPoolBulkhead, a Bulkhead",
    )
