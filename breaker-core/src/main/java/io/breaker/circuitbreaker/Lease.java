package io.breaker.circuitbreaker;

import io.breaker.fleet.FleetTally;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Leave for one probe, from a fleet. One call takes it; it ends once, with that call's outcome or without. Thread-safe. */
final class Lease {

    final long number;
    private final long offeredUntilNanos;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicReference<@Nullable FleetTally> outcome = new AtomicReference<>();

    Lease(long number, long offeredUntilNanos) {
        this.number = number;
        this.offeredUntilNanos = offeredUntilNanos;
    }

    /** Whether the asking call is the probe. */
    boolean take(long nowNanos) {
        return isOffered(nowNanos) && taken.compareAndSet(false, true);
    }

    boolean isTaken() {
        return taken.get();
    }

    boolean isOffered(long nowNanos) {
        return nowNanos - offeredUntilNanos < 0;
    }

    /** Ends it unused, if no call has taken it for so long that none may any more. */
    void endUnused(long nowNanos) {
        if (!isOffered(nowNanos) && taken.compareAndSet(false, true)) {
            end(FleetTally.NONE);
        }
    }

    /** Ends it, if it has not ended. */
    void end(FleetTally result) {
        outcome.compareAndSet(null, result);
    }

    /** {@return how it ended: one call, or none if it does not count; {@code null} as long as it has not} */
    @Nullable FleetTally outcome() {
        return outcome.get();
    }
}
