package io.breaker.fleet;

import io.breaker.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Where the instances of a fleet meet. It holds, for each breaker, one state and what each living instance reported last, and
 * decides with the rules of whoever asks: a report is stored, time and reports do their work, then the action is carried
 * out, all in one step that no other report comes between.
 *
 * <p>No call ever waits for a store: it is asked by a thread of its own, which goes on without it when it fails or is late.
 * Methods return at once, and must be thread-safe.
 */
public interface FleetStore extends AutoCloseable {

    /**
     * Reports, and learns the truth.
     *
     * @param report the report
     * @return the truth; fails if the store cannot be reached or used, and may be cancelled by who does not want to wait
     */
    CompletableFuture<FleetView> exchange(FleetReport report);

    /**
     * Forgets an instance that stops.
     *
     * @param breaker the breaker's name
     * @param instance the instance's name
     * @return completes when that is done; fails if the store cannot be reached or used
     */
    CompletableFuture<Void> leave(String breaker, String instance);

    /**
     * Listens to changes of state made by any instance, so that one need not be asked for before it is known. These are
     * hints: some may get lost.
     *
     * @param listener gets the name of a breaker whose epoch has grown, or of which changes may have been missed; it
     *     returns at once
     * @return the way to end the deliveries
     */
    Subscription subscribe(Consumer<String> listener);

    /** Ends what the store has begun. */
    @Override
    void close();
}
