package io.breaker.spring.reactor;

import io.breaker.Body;
import io.breaker.Nanos;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiter.Outcome;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.publisher.SignalType;

/** One subscription under a time limiter, by Reactor's own operator. */
final class TimedCall {

    private final TimeLimiter limiter;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable TimeoutException expired;
    private volatile boolean hasEmitted;

    private TimedCall(TimeLimiter limiter) {
        this.limiter = limiter;
    }

    static <T> Mono<T> mono(TimeLimiter limiter, Body<? extends Mono<T>, ? extends Throwable> body) {
        return Mono.defer(() -> {
            TimedCall call = new TimedCall(limiter);
            TimeLimiterConfig config = limiter.config();
            Mono<T> source = Sources.mono(body);
            return (config.cancelRunningFuture()
                            ? source.timeout(time(config), Mono.error(call::expire))
                            : call.goingOn(source, config))
                    .doOnSuccess(value -> call.end(Outcome.SUCCESSFUL))
                    .doOnError(call::fail)
                    .doOnCancel(call::callOff);
        });
    }

    static <T> Flux<T> flux(TimeLimiter limiter, Body<? extends Flux<T>, ? extends Throwable> body) {
        return Flux.defer(() -> {
            TimedCall call = new TimedCall(limiter);
            return Sources.flux(body)
                    .timeout(time(limiter.config()), Flux.error(call::expire))
                    .doOnNext(element -> call.hasEmitted = true)
                    .doOnComplete(() -> call.end(Outcome.SUCCESSFUL))
                    .doOnError(call::fail)
                    .doOnCancel(call::callOff);
        });
    }

    /** The time's end does not reach the source; only a cancellation by the subscriber does. */
    private <T> Mono<T> goingOn(Mono<T> source, TimeLimiterConfig config) {
        return Mono.deferContextual(context -> {
            CompletableFuture<@Nullable Signal<T>> running =
                    source.materialize().contextWrite(context).toFuture();
            return Mono.fromFuture(running, true)
                    .timeout(time(config), Mono.error(this::expire))
                    .<T>dematerialize()
                    .doFinally(
                            end -> { // after the cancellation, or the future's end would be an error that nobody hears
                                if (end == SignalType.CANCEL) {
                                    running.cancel(true);
                                }
                            });
        });
    }

    private static Duration time(TimeLimiterConfig config) {
        return Duration.ofNanos(Nanos.of(config.timeoutDuration())); // Reactor counts in these
    }

    private TimeoutException expire() {
        TimeoutException timeout = limiter.timeout();
        expired = timeout;
        return timeout;
    }

    private void end(Outcome outcome) {
        if (ended.compareAndSet(false, true)) {
            limiter.note(outcome);
        }
    }

    private void fail(Throwable thrown) {
        end(thrown == expired ? Outcome.TIMEOUT : Outcome.FAILED);
    }

    private void callOff() {
        end(hasEmitted ? Outcome.SUCCESSFUL : Outcome.FAILED); // after an element, somebody has seen enough
    }
}
