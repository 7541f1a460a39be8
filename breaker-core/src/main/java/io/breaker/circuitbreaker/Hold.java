package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * That a state which somebody asked for ends by itself.
 *
 * @param untilNanos when
 * @param back the state that follows
 * @param change what was asked for
 */
record Hold(long untilNanos, State back, ManualChange change) {

    /** One that begins now, if the change has an end. One that takes the place of another goes back to where that would. */
    static @Nullable Hold of(@Nullable ManualChange change, Generation from, State next, long nowNanos) {
        Duration duration = change == null ? null : change.duration();
        if (change == null || duration == null) {
            return null;
        }
        Hold replaced = from.stay.hold;
        State back = replaced == null ? back(from.state(), next) : replaced.back;
        return new Hold(nowNanos + duration.toNanos(), back, change);
    }

    /** An outage that nobody looked at meanwhile may be over: probes find out. What had no end goes back to no such state. */
    private static State back(State before, State next) {
        if (before == State.OPEN || (before == next && next == State.FORCED_OPEN)) {
            return State.HALF_OPEN;
        }
        return before == next ? State.CLOSED : before;
    }

    boolean isOver(long nowNanos) {
        return nowNanos - untilNanos >= 0;
    }

    long remainingNanos(long nowNanos) {
        return Math.max(0, untilNanos - nowNanos);
    }

    Decision end(Tally evidence) {
        return new Decision(back, TransitionCause.HOLD_ELAPSED, evidence, null, change);
    }
}
