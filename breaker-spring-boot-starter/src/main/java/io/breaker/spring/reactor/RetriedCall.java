package io.breaker.spring.reactor;

import io.breaker.Body;
import io.breaker.retry.Retry;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One subscription under a retry. Reactor subscribes again; when, and whether at all, the retry says. */
final class RetriedCall {

    /** Takes the place of a result that is to be tried for again. */
    private static final class Unwanted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final long waitNanos;

        Unwanted(long waitNanos) {
            super(null, null, false, false);
            this.waitNanos = waitNanos;
        }
    }

    private final Retry.Attempts attempts;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean isWaiting;
    private volatile boolean hasEmitted;

    private RetriedCall(Retry retry) {
        this.attempts = retry.attempts();
    }

    static <T> Mono<T> mono(Retry retry, Body<? extends Mono<T>, ? extends Throwable> body) {
        return Mono.defer(() -> {
            RetriedCall call = new RetriedCall(retry);
            return Sources.mono(call.attempt(body))
                    .flatMap(value -> call.judge(value, Mono.just(value)))
                    .switchIfEmpty(Mono.defer(() -> call.judge(null, Mono.empty())))
                    .retryWhen(call.again())
                    .doOnError(call::fail)
                    .doOnCancel(call::callOff);
        });
    }

    static <T> Flux<T> flux(Retry retry, Body<? extends Flux<T>, ? extends Throwable> body) {
        return Flux.defer(() -> {
            RetriedCall call = new RetriedCall(retry);
            return Sources.flux(call.attempt(body))
                    .doOnNext(element -> call.hasEmitted = true)
                    .retryWhen(call.again())
                    .doOnComplete(call::succeed)
                    .doOnError(call::fail)
                    .doOnCancel(call::callOff);
        });
    }

    private <P> Body<P, Throwable> attempt(Body<? extends P, ? extends Throwable> body) {
        return () -> {
            isWaiting = false;
            return body.call();
        };
    }

    private <T> Mono<T> judge(@Nullable T value, Mono<T> result) {
        long wait = attempts.afterResult(value);
        if (wait != Retry.Attempts.END) {
            return Mono.error(new Unwanted(wait));
        }
        try {
            if (ended.compareAndSet(false, true)) {
                attempts.ended();
            }
            return result;
        } catch (Throwable stillUnwanted) {
            return Mono.error(stillUnwanted);
        }
    }

    private reactor.util.retry.Retry again() {
        return reactor.util.retry.Retry.from(ends -> ends.concatMap(end -> next(end.failure())));
    }

    private Mono<Long> next(Throwable thrown) {
        long wait = waitAfter(thrown);
        if (wait == Retry.Attempts.END) {
            return Mono.<Long>error(thrown).hide(); // as it is: of an error that is known beforehand Reactor may think
        }
        isWaiting = true;
        // a body that blocks may do so in its first attempt: so in the others, not on the thread that is everybody's
        // clock, nor on one that ends calls
        Mono<Long> waited = wait == 0 ? Mono.just(wait) : Mono.delay(Duration.ofNanos(wait));
        return waited.publishOn(Schedulers.boundedElastic());
    }

    private long waitAfter(Throwable thrown) {
        if (ended.get()) {
            return Retry.Attempts.END;
        }
        return thrown instanceof Unwanted unwanted ? unwanted.waitNanos : attempts.afterException(thrown);
    }

    private void succeed() {
        if (ended.compareAndSet(false, true)) {
            attempts.succeeded();
        }
    }

    private void fail(Throwable thrown) {
        if (ended.compareAndSet(false, true)) {
            attempts.failed(thrown);
        }
    }

    private void callOff() {
        if (hasEmitted) {
            succeed(); // somebody has seen enough
        } else if (ended.compareAndSet(false, true)) {
            CancellationException cancelled = new CancellationException();
            if (!isWaiting) {
                attempts.afterException(cancelled);
            }
            attempts.failed(cancelled);
        }
    }
}
