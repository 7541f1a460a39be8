package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Calls whose results come later, on a pool, or never, and then they are cancelled or time out. */
final class AsyncCalls implements AutoCloseable {

    private static final int MOST = 100;

    private final ExecutorService pool = Executors.newFixedThreadPool(8);
    private final Semaphore room = new Semaphore(MOST);

    void call(Subject subject, Fault fault, RandomGenerator random) {
        if (!room.tryAcquire()) {
            return;
        }
        AtomicBoolean ran = new AtomicBoolean();
        subject.asks();
        int kind = random.nextInt(20);
        CompletableFuture<@Nullable Object> result = subject.breaker.callAsync(() -> {
            ran.set(true);
            subject.isAdmitted();
            return stage(kind, fault);
        });
        if (!ran.get()) {
            room.release();
            result.exceptionally(refused -> {
                Worker.checkRefusal(refused, subject);
                return null;
            });
            assertThat(result).isCompletedExceptionally();
            subject.isRefused();
            return;
        }
        endEarly(result, kind, random);
        result.whenComplete((value, thrown) -> room.release());
    }

    @SuppressWarnings("NullAway") // a body that returns no stage is one of the faults
    private CompletionStage<@Nullable Object> stage(int kind, Fault fault) throws Exception {
        return switch (kind) {
            case 0 -> null;
            case 1 -> {
                fault.call();
                yield CompletableFuture.failedFuture(new Fault.Thrown("failed"));
            }
            case 2, 3, 4 -> new CompletableFuture<>(); // never
            default -> CompletableFuture.supplyAsync(() -> result(fault), pool);
        };
    }

    private static @Nullable Object result(Fault fault) {
        try {
            return fault.call();
        } catch (Exception checked) {
            Thread.interrupted();
            throw new CompletionException(checked);
        }
    }

    private static void endEarly(CompletableFuture<@Nullable Object> result, int kind, RandomGenerator random) {
        switch (kind) {
            case 2, 5 -> result.cancel(random.nextBoolean());
            case 3, 6 -> result.orTimeout(random.nextInt(20), TimeUnit.MILLISECONDS);
            case 4, 7 -> result.complete(Fault.UNWANTED);
            case 8 -> result.completeExceptionally(new Fault.Thrown("failed"));
            default -> {
                // the pool ends it
            }
        }
    }

    /** Waits until all have ended. */
    void awaitAll() throws InterruptedException {
        assertThat(room.tryAcquire(MOST, 60, TimeUnit.SECONDS))
                .as("all asynchronous calls end")
                .isTrue();
        room.release(MOST);
    }

    @Override
    public void close() {
        pool.shutdown();
        Crowd.eventually(() -> assertThat(pool.isTerminated()).isTrue());
    }
}
