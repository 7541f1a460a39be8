package io.breaker.spring.reactor;

import io.breaker.Body;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Guarded code as a publisher, which calls it anew for each subscriber. What it throws, its publisher fails with. */
final class Sources {

    private Sources() {}

    static <T> Mono<T> mono(Body<? extends Mono<T>, ? extends Throwable> body) {
        return Mono.defer(() -> begun(body));
    }

    static <T> Flux<T> flux(Body<? extends Flux<T>, ? extends Throwable> body) {
        return Flux.defer(() -> begunMany(body));
    }

    /** {@return the body's publisher, or one that fails} */
    static <T> Mono<T> begun(Body<? extends Mono<T>, ? extends Throwable> body) {
        try {
            Mono<T> mono = body.call();
            return mono != null ? mono : Mono.error(missing());
        } catch (Throwable thrown) {
            return Mono.error(noted(thrown));
        }
    }

    /** {@return the body's publisher, or one that fails} */
    static <T> Flux<T> begunMany(Body<? extends Flux<T>, ? extends Throwable> body) {
        try {
            Flux<T> flux = body.call();
            return flux != null ? flux : Flux.error(missing());
        } catch (Throwable thrown) {
            return Flux.error(noted(thrown));
        }
    }

    private static NullPointerException missing() {
        return new NullPointerException("The guarded code returned no publisher");
    }

    private static Throwable noted(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt(); // the exception goes to the subscriber; the thread must still know
        }
        return thrown;
    }
}
