package io.breaker;

import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What all policies do alike with asynchronous bodies. For policies. */
public final class Stages {

    private Stages() {}

    /**
     * Calls an asynchronous body. One that throws, or returns no stage, is one whose stage failed.
     *
     * @param body the guarded code
     * @param <T> what its stage completes with
     * @return the body's stage, or a failed one
     */
    public static <T extends @Nullable Object> CompletionStage<T> start(
            Body<? extends CompletionStage<T>, ? extends Throwable> body) {
        try {
            CompletionStage<T> stage = body.call();
            return stage != null
                    ? stage
                    : CompletableFuture.failedFuture(new NullPointerException("The guarded code returned no stage"));
        } catch (Throwable thrown) {
            if (thrown instanceof InterruptedException) {
                Thread.currentThread().interrupt(); // the exception goes into the future; the thread must still know
            }
            return CompletableFuture.failedFuture(thrown);
        }
    }

    /**
     * Hands a stage's outcome on.
     *
     * @param result what to complete
     * @param value the value, where there is no failure
     * @param failure the failure, or {@code null}
     * @param <T> the type of the value
     */
    public static <T extends @Nullable Object> void complete(
            CompletableFuture<T> result, T value, @Nullable Throwable failure) {
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
    }

    /**
     * Waits for a stage. One that takes no callbacks is one that failed.
     *
     * @param stage the stage
     * @param action gets its value or its failure
     * @param <T> the type of the value
     */
    public static <T extends @Nullable Object> void whenComplete(
            CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> action) {
        try {
            stage.whenComplete(action);
        } catch (Throwable takesNone) {
            action.accept(null, takesNone);
        }
    }

    /**
     * Cancels a stage, as far as it can be cancelled.
     *
     * @param stage the stage
     */
    public static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (Throwable cannotBeCancelled) { // such as not supported, or whatever a user's stage throws
            // it goes on, and nobody waits for it
        }
    }

    /**
     * Whether a call did not fail but was called off, which says nothing about the guarded thing.
     *
     * @param cause what it ended with, taken out of its wrappers
     * @return whether it was interrupted or cancelled; a time limit is neither
     */
    public static boolean isCalledOff(Throwable cause) {
        return cause instanceof InterruptedException
                || (cause instanceof CancellationException && !isTimeLimit(cause))
                || cause instanceof ClosedByInterruptException;
    }

    /**
     * Whether Kotlin's {@code withTimeout} ended a call: what is guarded was too slow. Its exception passes for a
     * cancellation.
     */
    private static boolean isTimeLimit(Throwable cause) {
        return cause.getClass().getName().equals("kotlinx.coroutines.TimeoutCancellationException");
    }

    /**
     * Whether an exception is of a type that a configuration lists. To {@link TimeoutException} belongs that of Kotlin's
     * {@code withTimeout}, which extends something else.
     *
     * @param type the type that is listed
     * @param cause what a call ended with, taken out of its wrappers
     * @return whether it is meant
     */
    public static boolean isInstance(Class<? extends Throwable> type, Throwable cause) {
        return type.isInstance(cause) || (type == TimeoutException.class && isTimeLimit(cause));
    }

    /**
     * What really happened: the cause inside the wrappers that futures put around it.
     *
     * @param thrown an exception
     * @return the first in the chain of causes that is no wrapper
     */
    public static Throwable unwrap(Throwable thrown) {
        Throwable inner = thrown;
        while (inner instanceof CompletionException || inner instanceof ExecutionException) {
            Throwable cause = inner.getCause();
            if (cause == null) {
                return inner;
            }
            inner = cause;
        }
        return inner;
    }
}
