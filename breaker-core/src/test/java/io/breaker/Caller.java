package io.breaker;

import static org.awaitility.Awaitility.await;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Somebody on a thread of their own who makes one call, so that a test can look at them while they wait. */
public final class Caller {

    private static final Set<Thread.State> WAITING = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private final CompletableFuture<@Nullable Object> outcome = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean interruptedAtTheEnd;

    private Caller(Body<? extends @Nullable Object, ? extends Throwable> body) {
        thread = new Thread(() -> run(body), "caller");
        thread.setDaemon(true);
    }

    private void run(Body<? extends @Nullable Object, ? extends Throwable> body) {
        @Nullable Object value = null;
        Throwable thrown = null;
        try {
            value = body.call();
        } catch (Throwable failed) {
            thrown = failed;
        }
        interruptedAtTheEnd = Thread.currentThread().isInterrupted();
        Stages.complete(outcome, value, thrown);
    }

    public static Caller of(Body<? extends @Nullable Object, ? extends Throwable> body) {
        Caller caller = new Caller(body);
        caller.thread.start();
        return caller;
    }

    /** One that waits, for a permit or a result, by the time this returns. */
    public static Caller waiting(Body<? extends @Nullable Object, ? extends Throwable> body) {
        Caller caller = of(body);
        await().until(() -> WAITING.contains(caller.thread.getState()));
        return caller;
    }

    public void interrupt() {
        thread.interrupt();
    }

    public boolean isDone() {
        return outcome.isDone();
    }

    public @Nullable Object value() {
        try {
            return outcome.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    public Throwable thrown() {
        await().until(outcome::isDone);
        return Objects.requireNonNull(Failures.of(outcome), "it returned");
    }

    /** Whether the thread was interrupted when the call had ended. */
    public boolean isInterrupted() {
        await().until(outcome::isDone);
        return interruptedAtTheEnd;
    }
}
