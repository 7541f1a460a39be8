package io.breaker.spring.reactor;

import io.breaker.Body;
import io.breaker.Nanos;
import io.breaker.Workers;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiter.Outcome;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** One subscription under a time limiter, by Reactor's own operator. */
final class TimedCall {

    /** Not Reactor's elastic threads: bodies that hang on those must not hold up what ends them. */
    private static final Scheduler ENDINGS = Schedulers.fromExecutor(Workers.endings());

    private final TimeLimiter limiter;
    private final TimeLimiterConfig config;
    private final Scheduler clock = Schedulers.parallel(); // that of Reactor's timers
    private final long begun = clock.now(TimeUnit.NANOSECONDS);
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable TimeoutException expired;
    private volatile boolean hasEmitted;

    private TimedCall(TimeLimiter limiter) {
        this.limiter = limiter;
        this.config = limiter.config();
    }

    static <T> Mono<T> mono(TimeLimiter limiter, Body<? extends Mono<T>, ? extends Throwable> body) {
        return Mono.defer(() -> {
            TimedCall call = new TimedCall(limiter);
            Mono<T> source = Sources.begun(body);
            return (call.config.cancelRunningFuture() ? call.limited(source) : call.goingOn(source))
                    .doOnSuccess(value -> call.end(Outcome.SUCCESSFUL))
                    .doOnError(call::fail)
                    .doOnCancel(call::callOff);
        });
    }

    static <T> Flux<T> flux(TimeLimiter limiter, Body<? extends Flux<T>, ? extends Throwable> body) {
        return Flux.defer(() -> {
            TimedCall call = new TimedCall(limiter);
            Flux<T> source = Sources.begunMany(body);
            Demand demand = new Demand();
            return call.limited(source, demand)
                    .doOnRequest(demand::add)
                    .doOnNext(element -> {
                        call.hasEmitted = true;
                        demand.satisfyOne();
                    })
                    .doOnComplete(() -> call.end(Outcome.SUCCESSFUL))
                    .doOnError(call::fail)
                    .doOnCancel(call::callOff);
        });
    }

    private <T> Mono<T> limited(Mono<T> source) {
        Duration left = left();
        return left.isZero() ? Mono.error(this::expire) : source.timeout(left, expiry());
    }

    private <T> Flux<T> limited(Flux<T> source, Demand demand) {
        Duration left = left();
        if (left.isZero()) {
            return Flux.error(this::expire);
        }
        Mono<Long> next = demand.lasting(time(config));
        return source.timeout(demand.lasting(left), element -> next, this.<T>expiry());
    }

    /** The time's end does not reach the source; only a cancellation by the subscriber does. */
    private <T> Mono<T> goingOn(Mono<T> source) {
        return Mono.deferContextual(context -> {
            CompletableFuture<@Nullable Signal<T>> running =
                    source.materialize().contextWrite(context).toFuture();
            return limited(Mono.fromFuture(running, true))
                    .<T>dematerialize()
                    .doFinally(
                            end -> { // after the cancellation, or the future's end would be an error that nobody hears
                                if (end == SignalType.CANCEL) {
                                    running.cancel(true);
                                }
                            });
        });
    }

    /** What the body has left of the time, which it may have spent before it returned its publisher. */
    private Duration left() {
        Duration left = time(config).minusNanos(clock.now(TimeUnit.NANOSECONDS) - begun);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Duration time(TimeLimiterConfig config) {
        return Duration.ofNanos(Nanos.of(config.timeoutDuration())); // Reactor counts in these
    }

    /** What follows is the users', a fallback or another attempt, and may block: not on the thread that is everybody's clock. */
    private <T> Mono<T> expiry() {
        return Mono.<T>error(this::expire).subscribeOn(ENDINGS);
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
