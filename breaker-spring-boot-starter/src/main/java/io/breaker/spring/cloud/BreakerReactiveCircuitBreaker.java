package io.breaker.spring.cloud;

import io.breaker.spring.reactor.ReactorGuard;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.cloud.client.circuitbreaker.ReactiveCircuitBreaker;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One breaker of the registry, looked up for each subscription, as {@link BreakerCircuitBreaker} does for each call. */
final class BreakerReactiveCircuitBreaker implements ReactiveCircuitBreaker {

    private final Supplier<io.breaker.circuitbreaker.CircuitBreaker> breaker;

    BreakerReactiveCircuitBreaker(Supplier<io.breaker.circuitbreaker.CircuitBreaker> breaker) {
        this.breaker = breaker;
    }

    @Override
    public <T> Mono<T> run(Mono<T> toRun, Function<Throwable, Mono<T>> fallback) {
        return Mono.defer(() -> ReactorGuard.mono(breaker.get(), () -> toRun)).onErrorResume(fallback);
    }

    @Override
    public <T> Flux<T> run(Flux<T> toRun, Function<Throwable, Flux<T>> fallback) {
        return Flux.defer(() -> ReactorGuard.flux(breaker.get(), () -> toRun)).onErrorResume(fallback);
    }
}
