package io.breaker.timelimiter;

import io.breaker.Body;
import io.breaker.Interruption;
import io.breaker.Stages;
import io.breaker.Workers;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One asynchronous call under a time limiter. Its time begins before the body is called, which may block. */
final class TimedStage<T extends @Nullable Object> {

    private final TimeLimiter limiter;
    private final TimeLimiterConfig config;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Interruption watch;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable CompletionStage<T> running;
    private volatile @Nullable TimeoutException expired;

    TimedStage(TimeLimiter limiter, TimeLimiterConfig config) {
        this.limiter = limiter;
        this.config = config;
        this.watch = TimeLimiter.watch(config);
    }

    CompletableFuture<T> run(Body<? extends CompletionStage<T>, ? extends Throwable> body) {
        Future<?> alarm = limiter.schedule(config, this::expire);
        result.whenComplete((value, thrown) -> {
            alarm.cancel(false);
            isFirst(TimeLimiter.Outcome.FAILED); // unless it has ended otherwise, the caller gave up
            cancel();
        });
        CompletionStage<T> stage = Stages.start(body);
        if (!watch.end()) { // else what the interruption made of the body could come first
            timeOut(Objects.requireNonNull(expired));
        }
        running = stage;
        if (result.isDone()) { // meanwhile: who completed it did not see the stage
            cancel();
        }
        Stages.whenComplete(stage, (value, thrown) -> {
            if (isFirst(thrown == null ? TimeLimiter.Outcome.SUCCESSFUL : TimeLimiter.Outcome.FAILED)) {
                Stages.complete(result, value, thrown);
            }
        });
        return result;
    }

    private void expire() {
        TimeoutException timeout = limiter.timeout(config);
        expired = timeout;
        limiter.interrupt(watch);
        Workers.endings().execute(() -> timeOut(timeout));
    }

    private void timeOut(TimeoutException timeout) {
        if (isFirst(TimeLimiter.Outcome.TIMEOUT)) {
            result.completeExceptionally(timeout);
        }
    }

    /** The first to end the call counts it, and then completes it: who sees the result finds it counted. */
    private boolean isFirst(TimeLimiter.Outcome outcome) {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            limiter.note(outcome, config);
        }
        return first;
    }

    /** Finds nothing to cancel, unless the caller or the alarm was first. */
    private void cancel() {
        CompletionStage<T> stage = running;
        boolean goesOn = !config.cancelRunningFuture() && expired != null;
        if (stage != null && !goesOn) {
            Stages.cancel(stage);
        }
    }
}
