package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Lets every call through and records its outcome: closed, which opens at a threshold, or metrics only, which does not. */
final class Recording extends Generation {

    private final Window window;
    private final boolean trips;
    private final boolean sweeps;
    /** Whether a success may fill the minimum. A hint: set wrong in a race, it is right again with the next look. */
    private volatile boolean belowMinimum = true;

    Recording(CircuitBreakerConfig config, Stay stay, InFlight inFlight, Window window, boolean trips) {
        super(config, stay, inFlight);
        this.window = window;
        this.trips = trips;
        this.sweeps = trips && config.countSlowCallsInFlight();
    }

    static Recording of(
            CircuitBreakerConfig config, Stay stay, long nowNanos, @Nullable InFlight earlier, boolean trips) {
        Window window = Window.of(config, nowNanos);
        InFlight inFlight = InFlight.following(earlier, nowNanos, config.slowNanos, window.lanes());
        return new Recording(config, stay, inFlight, window, trips);
    }

    @Override
    State state() {
        return trips ? State.CLOSED : State.METRICS_ONLY;
    }

    @Override
    boolean admitsAtOnce(long nowNanos) {
        return !isDue(nowNanos);
    }

    @Override
    boolean tryEnter() {
        return true;
    }

    @Override
    boolean isDue(long nowNanos) {
        return sweeps && inFlight.isSweepDue(nowNanos);
    }

    /** A success into a window with enough calls raises no rate, so it needs no second look. */
    @Override
    boolean record(int outcome, long nowNanos, @Nullable Lane mine) {
        boolean moved = window.record(outcome, nowNanos, mine);
        if (outcome == 0 && !moved && !belowMinimum) {
            return false;
        }
        VarHandle.fullFence(); // of two threads that fill the minimum at once, one must see what the other wrote
        return trips;
    }

    @Override
    @Nullable Decision judge(long nowNanos) {
        if (!trips) {
            return null;
        }
        Tally tally = tally(nowNanos);
        boolean tooFew = tally.calls() < minimumCalls();
        if (tooFew != belowMinimum) {
            belowMinimum = tooFew;
        }
        if (tooFew) {
            return null;
        }
        TransitionCause reached = exceeded(config, tally.failed(), tally.slow(), tally.calls());
        return reached == null ? null : new Decision(State.OPEN, reached, tally);
    }

    @Override
    Tally tally(long nowNanos) {
        return tally(window, nowNanos);
    }

    @Override
    Generation reconfigured(CircuitBreakerConfig changed, long nowNanos) {
        boolean sameShape = changed.slidingWindowType() == config.slidingWindowType()
                && changed.slidingWindowSize() == config.slidingWindowSize();
        Window kept = sameShape ? window : Window.reshaped(window, changed, nowNanos);
        return new Recording(changed, stay, inFlightFor(changed, nowNanos), kept, trips);
    }
}
