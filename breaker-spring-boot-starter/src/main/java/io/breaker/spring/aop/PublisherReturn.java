package io.breaker.spring.aop;

import io.breaker.Body;
import io.breaker.Policy;
import io.breaker.spring.reactor.ReactorGuard;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * For methods whose calls begin when somebody subscribes to the publisher that they return: the method itself is called
 * then, too, and anew for each subscriber. Types other than Reactor's pass through Spring's adapters. A suspending function
 * is called by Spring's proxies as one that returns a {@code Mono}. Needs Reactor.
 *
 * @param isSingle whether there is at most one element
 * @param adapter from and to publishers
 */
record PublisherReturn(boolean isSingle, ReactiveAdapter adapter) implements ReturnAdapter {

    /**
     * Looks the adapter up.
     *
     * @throws IllegalStateException if calls of the method cannot be guarded
     */
    static ReturnAdapter of(GuardedMethod guarded) {
        ReturnTypeRules.require(guarded);
        return Reactive.adapter(guarded);
    }

    /** Loaded only where Reactor is present. */
    private static final class Reactive {

        private static final ReactiveAdapterRegistry ADAPTERS = ReactiveAdapterRegistry.getSharedInstance();

        private static PublisherReturn adapter(GuardedMethod guarded) {
            Class<?> type = guarded.kind() == ReturnKind.SUSPENDED
                    ? Mono.class
                    : guarded.returnType().toClass();
            ReactiveAdapter adapter = ADAPTERS.getAdapter(type);
            if (adapter == null) {
                throw new IllegalStateException("Spring has no adapter for " + type.getName());
            }
            return new PublisherReturn(!adapter.isMultiValue(), adapter);
        }
    }

    @Override
    public Plan under(Policy policy, Repetition repetition) {
        return invocation -> {
            Body<@Nullable Object, Throwable> attempt = repetition.later(invocation);
            return adapter.fromPublisher(
                    isSingle
                            ? ReactorGuard.mono(policy, () -> mono(attempt.call()))
                            : ReactorGuard.flux(policy, () -> flux(attempt.call())));
        };
    }

    @Override
    public Plan answered(Fallbacks fallbacks, Repetition repetition) {
        return invocation -> {
            Answers answers = Answers.of(fallbacks, invocation);
            Body<@Nullable Object, Throwable> attempt = repetition.later(invocation);
            return adapter.fromPublisher(
                    isSingle
                            ? ReactorGuard.mono(() -> mono(attempt.call()))
                                    .onErrorResume(thrown -> mono(answers.after(thrown), thrown))
                            : ReactorGuard.flux(() -> flux(attempt.call()))
                                    .onErrorResume(thrown -> flux(answers.after(thrown), thrown)));
        };
    }

    private Mono<Object> mono(@Nullable Body<@Nullable Object, Throwable> answer, Throwable thrown) {
        return answer == null ? Mono.error(thrown) : ReactorGuard.mono(() -> mono(answer.call()));
    }

    private Flux<Object> flux(@Nullable Body<@Nullable Object, Throwable> answer, Throwable thrown) {
        return answer == null ? Flux.error(thrown) : ReactorGuard.flux(() -> flux(answer.call()));
    }

    private Mono<Object> mono(@Nullable Object returned) {
        return Mono.fromDirect(publisher(returned));
    }

    private Flux<Object> flux(@Nullable Object returned) {
        return Flux.from(publisher(returned));
    }

    private Publisher<Object> publisher(@Nullable Object returned) {
        if (returned == null) {
            throw new NullPointerException("A publisher was to be returned, and it was null");
        }
        return adapter.toPublisher(returned);
    }
}
