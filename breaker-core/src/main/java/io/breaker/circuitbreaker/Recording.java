package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.fleet.FleetTally;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls through and records their outcomes: closed, which opens at a threshold, or metrics only, which does not. Closed
 * after an outage, it lets a growing share of them through.
 */
final class Recording extends Generation {

    private static final long STARVED_WINDOWS = 10;

    private final Window window;
    private final @Nullable FastWindow fast;
    private final boolean trips;
    private final boolean sweeps;
    /** Whether a success may fill a minimum. A hint: set wrong in a race, it is right again with the next look. */
    private volatile boolean belowMinimum = true;
    /** Whether the window has held the minimum once. */
    private volatile boolean wasFull;
    /** Until it is over. Whoever sees that it is forgets it: the next call need not look. */
    private @Nullable Ramp ramp;

    Recording(
            CircuitBreakerConfig config,
            Stay stay,
            InFlight inFlight,
            Window window,
            @Nullable FastWindow fast,
            @Nullable Ramp ramp,
            boolean trips) {
        super(config, stay, inFlight);
        this.window = window;
        this.fast = fast;
        this.ramp = ramp;
        this.trips = trips;
        this.sweeps = trips && config.countSlowCallsInFlight();
    }

    /**
     * Begins to record, and to trip.
     *
     * @param recovers whether calls come back by and by
     */
    static Recording closed(
            CircuitBreakerConfig config, Stay stay, long nowNanos, @Nullable InFlight earlier, boolean recovers) {
        FleetOrder order = stay.order();
        long recovering = order == null ? stay.sinceNanos : order.closedNanos();
        return of(config, stay, nowNanos, earlier, recovers ? Ramp.of(config, recovering) : null, true);
    }

    /** Begins to record alone. */
    static Recording metricsOnly(CircuitBreakerConfig config, Stay stay, long nowNanos, @Nullable InFlight earlier) {
        return of(config, stay, nowNanos, earlier, null, false);
    }

    private static Recording of(
            CircuitBreakerConfig config,
            Stay stay,
            long nowNanos,
            @Nullable InFlight earlier,
            @Nullable Ramp ramp,
            boolean trips) {
        Window window = Window.of(config, nowNanos);
        FastWindow fast = FastWindow.of(config, nowNanos);
        Lanes lanes = fast == null || window instanceof TimeWindow ? window.lanes() : fast.lanes();
        InFlight inFlight = InFlight.following(earlier, nowNanos, config.slowNanos, lanes);
        return new Recording(config, stay, inFlight, window, fast, ramp, trips);
    }

    @Override
    State state() {
        return trips ? State.CLOSED : State.METRICS_ONLY;
    }

    @Override
    boolean admitsAtOnce(long nowNanos) {
        return ramp == null && !isDue(nowNanos);
    }

    @Override
    boolean tryEnter(long nowNanos) {
        Ramp growing = rampAt(nowNanos);
        return growing == null || growing.admits(nowNanos);
    }

    @Override
    double admittedShare(long nowNanos) {
        Ramp growing = rampAt(nowNanos);
        return growing == null ? 1 : growing.share(nowNanos);
    }

    /** An outage while the ramp goes on is one in a row with the last. */
    @Override
    int openings(long nowNanos) {
        return rampAt(nowNanos) == null ? 0 : stay.opening;
    }

    private @Nullable Ramp rampAt(long nowNanos) {
        Ramp growing = ramp;
        if (growing != null && growing.isOver(nowNanos)) {
            ramp = null;
            return null;
        }
        return growing;
    }

    @Override
    boolean isDue(long nowNanos) {
        return trips ? sweeps && inFlight.isSweepDue(nowNanos) : stay.isOver(nowNanos);
    }

    /** A success into a window with enough calls raises no rate, so it needs no second look. */
    @Override
    boolean record(int outcome, long nowNanos, @Nullable Lane mine) {
        boolean moved = window.record(outcome, nowNanos, mine);
        if (fast != null) {
            moved |= fast.record(outcome, nowNanos, mine);
        }
        if (outcome == 0 && !moved && !belowMinimum) {
            return false;
        }
        VarHandle.fullFence(); // of two threads that fill the minimum at once, one must see what the other wrote
        return trips;
    }

    @Override
    @Nullable Decision decide(long nowNanos) {
        if (!trips) {
            return null;
        }
        Tally tally = tally(nowNanos);
        Tally recent = fast == null ? Tally.NONE : tally(fast, nowNanos);
        boolean tooFew = tally.calls() < minimumCalls();
        boolean mayFill = tooFew || FastWindow.mayBeFilled(config, recent);
        if (mayFill != belowMinimum) {
            belowMinimum = mayFill;
        }
        if (!tooFew && !wasFull) {
            wasFull = true;
        }
        TransitionCause reached = tooFew ? null : exceeded(config, tally.failed(), tally.slow(), tally.calls());
        if (reached != null) {
            return new Decision(State.OPEN, reached, tally);
        }
        return FastWindow.isReached(config, recent)
                ? new Decision(State.OPEN, TransitionCause.FAST_WINDOW, recent)
                : null;
    }

    @Override
    boolean isStarved(long nowNanos) {
        boolean byWindowAlone = trips
                && config.slidingWindowType() == SlidingWindowType.TIME_BASED
                && config.fastWindowCalls() == 0
                && !config.fleetEnabled();
        return byWindowAlone
                && !wasFull
                && nowNanos - stay.sinceNanos >= STARVED_WINDOWS * config.slidingWindowSize() * 1_000_000_000L
                && tally(nowNanos).calls() > 0;
    }

    @Override
    Tally tally(long nowNanos) {
        return tally(window, nowNanos);
    }

    /** The calls that a fleet adds up: of this instance, in the window, or, if its calls have no age, in the fleet's. */
    FleetTally forFleet(long nowNanos) {
        return fleetTally(window instanceof CountWindow && fast != null ? fast.calls() : window, nowNanos);
    }

    /** The same of the last moments. */
    FleetTally fastForFleet(long nowNanos) {
        return fast == null ? FleetTally.NONE : fleetTally(fast, nowNanos);
    }

    private FleetTally fleetTally(Window counted, long nowNanos) {
        Tally tally = tally(counted, nowNanos);
        return new FleetTally(tally.calls(), tally.failed(), tally.slow());
    }

    @Override
    Generation reconfigured(CircuitBreakerConfig changed, long nowNanos) {
        boolean sameShape = changed.slidingWindowType() == config.slidingWindowType()
                && changed.slidingWindowSize() == config.slidingWindowSize();
        Window kept = sameShape ? window : Window.reshaped(window, changed, nowNanos);
        FastWindow keptFast = FastWindow.reconfigured(fast, changed, config, nowNanos);
        Ramp growing = rampAt(nowNanos);
        Ramp keptRamp = growing == null ? null : growing.reconfigured(changed);
        return new Recording(changed, stay, inFlightFor(changed, nowNanos), kept, keptFast, keptRamp, trips);
    }
}
