package io.breaker.sample.outside;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server that can be broken on purpose, and mended. */
abstract class BreakableServer {

    private Fault fault = Fault.NONE;
    private int changes;

    final synchronized Fault fault() {
        return fault;
    }

    /** Breaks or mends the server; returns once it is done. */
    final synchronized void apply(Fault next) {
        change(next);
        fault = next;
        changes++;
    }

    /**
     * The same, but the fault ends by itself. A service whose every thread waits for a broken server could not even receive
     * the request that mends it.
     */
    final synchronized void apply(Fault next, Duration duration) {
        apply(next);
        int change = changes;
        CompletableFuture.delayedExecutor(duration.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> end(change));
    }

    /** Another fault may have come since: its end is its own affair. */
    private synchronized void end(int change) {
        if (change == changes) {
            apply(Fault.NONE);
        }
    }

    abstract void change(Fault next);
}
