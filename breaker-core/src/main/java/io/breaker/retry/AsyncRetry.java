package io.breaker.retry;

import io.breaker.Body;
import io.breaker.Stages;
import io.breaker.Timer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous call under a retry. Its attempts come one after another; cancelling the result cancels the attempt or
 * the wait that is under way, and no further one begins.
 */
final class AsyncRetry<T extends @Nullable Object> {

    private final Body<? extends CompletionStage<T>, ? extends Throwable> body;
    private final Retry.Attempts attempts;
    private final Timer timer;
    private final Executor workers;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final AtomicBoolean counted = new AtomicBoolean();
    private volatile @Nullable CompletionStage<T> running;
    private volatile @Nullable Future<?> waiting;

    AsyncRetry(
            Body<? extends CompletionStage<T>, ? extends Throwable> body,
            Retry.Attempts attempts,
            Timer timer,
            Executor workers) {
        this.body = body;
        this.attempts = attempts;
        this.timer = timer;
        this.workers = workers;
        result.whenComplete((value, thrown) -> {
            cancel(); // finds nothing to cancel, unless the caller was first
        });
    }

    CompletableFuture<T> result() {
        return result;
    }

    void attempt() {
        if (result.isDone()) { // while the call waited for this attempt
            countAsFailed(new CancellationException());
            return;
        }
        CompletionStage<T> stage = Stages.start(body);
        running = stage;
        if (result.isDone()) { // meanwhile: who completed it did not see the stage
            cancel();
        }
        Stages.whenComplete(stage, (value, thrown) -> {
            try {
                ended(value, thrown);
            } catch (Throwable broken) {
                fail(broken);
            }
        });
    }

    private void ended(T value, @Nullable Throwable thrown) {
        long wait = thrown == null ? attempts.afterResult(value) : attempts.afterException(thrown);
        if (wait != Retry.Attempts.END && !result.isDone()) {
            waiting = timer.schedule(wait, () -> attemptElsewhere(thrown));
            if (result.isDone()) {
                cancel();
            }
            return;
        }
        if (thrown != null) {
            countAsFailed(thrown);
        } else if (counted.compareAndSet(false, true)) {
            attempts.ended();
        }
        Stages.complete(result, value, thrown);
    }

    private void countAsFailed(Throwable thrown) {
        if (counted.compareAndSet(false, true)) {
            attempts.failed(thrown);
        }
    }

    /** The timer's thread belongs to all: a body that blocks before it returns its stage must not hold it. */
    private void attemptElsewhere(@Nullable Throwable last) {
        try {
            CompletableFuture.runAsync(this::attempt, workers).exceptionally(broken -> {
                fail(broken);
                return null;
            });
        } catch (Throwable noThread) {
            try {
                if (last != null && last != noThread) {
                    noThread.addSuppressed(last); // why there had to be another attempt
                }
            } finally {
                fail(noThread);
            }
        }
    }

    private void fail(Throwable broken) {
        try {
            countAsFailed(broken);
        } finally { // whatever happens, somebody waits for the result
            result.completeExceptionally(broken);
        }
    }

    private void cancel() {
        CompletionStage<T> stage = running;
        if (stage != null) {
            Stages.cancel(stage);
        }
        Future<?> pause = waiting;
        if (pause != null) {
            if (pause.cancel(false)) { // no attempt follows that would count the call
                countAsFailed(new CancellationException());
            }
        }
    }
}
