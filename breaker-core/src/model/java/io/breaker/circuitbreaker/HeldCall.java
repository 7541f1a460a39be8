package io.breaker.circuitbreaker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A call on a thread of its own, whose body goes on until it is told how to end. One thread at a time does something. */
final class HeldCall {

    private static final ExecutorService POOL = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "held call");
        thread.setDaemon(true);
        return thread;
    });

    private final CompletableFuture<Boolean> inBody = new CompletableFuture<>();
    private final CompletableFuture<Ending> told = new CompletableFuture<>();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    private HeldCall() {}

    /**
     * Returns as soon as the body runs.
     *
     * @throws CallNotPermittedException if it does not
     */
    static HeldCall begin(CircuitBreaker breaker) {
        HeldCall call = new HeldCall();
        POOL.execute(() -> call.run(breaker));
        await(call.inBody);
        return call;
    }

    private void run(CircuitBreaker breaker) {
        try {
            breaker.call(() -> {
                inBody.complete(true);
                return told.join().end();
            });
            over.complete(true);
        } catch (Throwable thrown) {
            inBody.completeExceptionally(thrown);
            over.complete(true);
        }
    }

    /** Returns when the call is over. */
    void end(Ending how) {
        told.complete(how);
        await(over);
    }

    /** Lets the thread go. */
    static void abandon(@Nullable HeldCall call) {
        if (call != null) {
            call.told.complete(Ending.CANCELLED);
        }
    }

    private static void await(CompletableFuture<Boolean> what) {
        try {
            what.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            if (refused.getCause() instanceof CallNotPermittedException) {
                throw (CallNotPermittedException) refused.getCause();
            }
            throw new AssertionError(refused);
        } catch (InterruptedException | TimeoutException missing) {
            throw new AssertionError("the other thread does not answer", missing);
        }
    }
}
