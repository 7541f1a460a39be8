package io.breaker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A policy that lets calls in one by one and hears how each ended. Some make a call wait for its permit, as long as their
 * configuration says.
 *
 * <p>Whoever gets a permit ends it: {@link #call} and {@link #callAsync} do so themselves.
 */
public interface AdmissionPolicy extends Policy {

    /**
     * Asks for leave for one call, and waits for it on the caller's thread if need be.
     *
     * @return leave for one call
     * @throws RejectedCallException if the policy refuses the call
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while it waits; its interrupt status
     *     is set, and the permit is not lost
     */
    Permit acquire();

    /**
     * Asks for leave for one call, without blocking.
     *
     * @return a future that completes with leave for one call, or fails with a {@link RejectedCallException}; where no wait
     *     is needed it is complete already. To cancel it is to give up the wait. It may complete on a thread that ends
     *     another call, or on that of the {@link Timer}: neither should be held up.
     */
    CompletableFuture<? extends Permit> acquireAsync();

    @Override
    default <T extends @Nullable Object> CompletableFuture<T> callAsync(
            Body<? extends CompletionStage<T>, ? extends Throwable> body) {
        return new AdmittedCall<T>(body).after(acquireAsync(), Workers.shared());
    }
}
