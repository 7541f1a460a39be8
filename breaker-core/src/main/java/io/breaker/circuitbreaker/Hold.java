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
    static @Nullable Hold of(@Nullable ManualChange change, Generation from, long nowNanos) {
        Duration duration = change == null ? null : change.duration();
        if (change == null || duration == null) {
            return null;
        }
        Hold replaced = from.stay.hold;
        return new Hold(nowNanos + duration.toNanos(), replaced == null ? back(from.state()) : replaced.back, change);
    }

    /** An outage that nobody looked at meanwhile may be over: probes find out. */
    private static State back(State before) {
        return before == State.OPEN ? State.HALF_OPEN : before;
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
