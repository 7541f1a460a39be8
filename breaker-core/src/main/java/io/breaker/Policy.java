package io.breaker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A rule that guards calls, such as a circuit breaker or a retry. Policies are thread-safe and meant to be shared: one
 * instance, with one name, for one thing that can fail. {@link Pipeline} puts several around one call.
 */
public interface Policy {

    /**
     * The name by which people know the guarded thing.
     *
     * @return the name, never empty
     */
    String name();

    /**
     * Runs a blocking body under this policy, on the caller's thread.
     *
     * @param body the guarded code
     * @param <T> what it returns
     * @param <X> what it may throw
     * @return what the body returned
     * @throws X what the body threw: the same object, unchanged
     * @throws RejectedCallException if the policy refuses the call; the body has then not run
     */
    <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X;

    /**
     * Runs an asynchronous body under this policy. The call lasts until the stage completes, fails or is cancelled. A body
     * that throws, and a refusal, arrive as a failed future; this method itself does not throw them.
     *
     * <p>Whoever completes the returned future first ends the call with that outcome and cancels the body's stage: a
     * cancellation, or a time-out by {@code orTimeout}.
     *
     * @param body the guarded code; it returns a stage, never {@code null}
     * @param <T> what the stage completes with
     * @return a future that completes as the body's stage does, after this policy has taken note of the outcome
     */
    <T extends @Nullable Object> CompletableFuture<T> callAsync(
            Body<? extends CompletionStage<T>, ? extends Throwable> body);
}
