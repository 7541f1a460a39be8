package io.breaker.spring.reactor;

import io.breaker.AdmissionPolicy;
import io.breaker.Body;
import io.breaker.Pipeline;
import io.breaker.Policy;
import io.breaker.retry.Retry;
import io.breaker.timelimiter.TimeLimiter;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts policies around {@link Mono} and {@link Flux}. Nothing happens before somebody subscribes; each subscription is a
 * call of its own, and so is each attempt of a retry: it calls the body and subscribes to what that returns. A body that
 * throws is one whose publisher failed. Reactor's context is kept.
 *
 * <ul>
 *   <li>A policy that lets calls in gives its permit at subscription, without blocking, and hears the end once: a value, an
 *       error or a cancellation. A {@code Flux} that is cancelled after an element has succeeded.
 *   <li>A retry waits on Reactor's schedulers. A {@code Flux} that fails after some elements begins anew.
 *   <li>A time limiter gives a {@code Mono} its time until it ends, and a {@code Flux} until its first element and then
 *       between any two, not counting what passes before the subscriber asks for the next. What is late is cancelled; a
 *       {@code Mono} goes on where {@code cancelRunningFuture} is off.
 * </ul>
 */
public final class ReactorGuard {

    private ReactorGuard() {}

    /**
     * Makes a {@code Mono} of code that may throw.
     *
     * @param body called for each subscription; it returns a publisher, never {@code null}
     * @param <T> what it emits
     * @return emits what the body's publisher emits, and fails if the body throws
     */
    public static <T> Mono<T> mono(Body<? extends Mono<T>, ? extends Throwable> body) {
        return Sources.mono(body);
    }

    /**
     * Makes a {@code Flux} of code that may throw.
     *
     * @param body called for each subscription; it returns a publisher, never {@code null}
     * @param <T> what it emits
     * @return emits what the body's publisher emits, and fails if the body throws
     */
    public static <T> Flux<T> flux(Body<? extends Flux<T>, ? extends Throwable> body) {
        return Sources.flux(body);
    }

    /**
     * Guards a {@code Mono}.
     *
     * @param policy the policy; a thread-pool bulkhead is none for publishers
     * @param body the guarded code, called for each subscription and each attempt; it returns a publisher, never {@code null}
     * @param <T> what it emits
     * @return runs the body when it is subscribed to
     * @throws IllegalArgumentException if the policy cannot guard publishers
     */
    public static <T> Mono<T> mono(Policy policy, Body<? extends Mono<T>, ? extends Throwable> body) {
        if (policy instanceof AdmissionPolicy admission) {
            return AdmittedMono.of(admission, body);
        }
        if (policy instanceof Retry retry) {
            return RetriedCall.mono(retry, body);
        }
        if (policy instanceof TimeLimiter limiter) {
            return TimedCall.mono(limiter, body);
        }
        if (policy instanceof Pipeline pipeline) {
            Mono<T> guarded = Sources.mono(body);
            List<Policy> policies = pipeline.policies();
            for (int i = policies.size() - 1; i >= 0; i--) {
                Mono<T> inner = guarded;
                guarded = mono(policies.get(i), () -> inner);
            }
            return guarded;
        }
        throw unsuited(policy);
    }

    /**
     * Guards a {@code Flux}.
     *
     * @param policy the policy; a thread-pool bulkhead is none for publishers
     * @param body the guarded code, called for each subscription and each attempt; it returns a publisher, never {@code null}
     * @param <T> what it emits
     * @return runs the body when it is subscribed to
     * @throws IllegalArgumentException if the policy cannot guard publishers
     */
    public static <T> Flux<T> flux(Policy policy, Body<? extends Flux<T>, ? extends Throwable> body) {
        if (policy instanceof AdmissionPolicy admission) {
            return AdmittedFlux.of(admission, body);
        }
        if (policy instanceof Retry retry) {
            return RetriedCall.flux(retry, body);
        }
        if (policy instanceof TimeLimiter limiter) {
            return TimedCall.flux(limiter, body);
        }
        if (policy instanceof Pipeline pipeline) {
            Flux<T> guarded = Sources.flux(body);
            List<Policy> policies = pipeline.policies();
            for (int i = policies.size() - 1; i >= 0; i--) {
                Flux<T> inner = guarded;
                guarded = flux(policies.get(i), () -> inner);
            }
            return guarded;
        }
        throw unsuited(policy);
    }

    private static IllegalArgumentException unsuited(Policy policy) {
        return new IllegalArgumentException(
                policy + " cannot guard a publisher, whose work runs on threads of its own: use "
                        + "a semaphore bulkhead, or another policy that lets calls in");
    }
}
