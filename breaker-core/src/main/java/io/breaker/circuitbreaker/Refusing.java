package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import org.jspecify.annotations.Nullable;

/** Open, until a deadline or until somebody says otherwise. Keeps showing what opened it. */
final class Refusing extends Generation {

    private final State state;
    final long untilNanos;
    /** What it followed, if that was closed: a fleet still wants to know of those calls. */
    final @Nullable Recording opened;

    private Refusing(
            State state,
            long untilNanos,
            CircuitBreakerConfig config,
            Stay stay,
            InFlight inFlight,
            @Nullable Recording opened) {
        super(config, stay, inFlight);
        this.state = state;
        this.untilNanos = untilNanos;
        this.opened = opened;
    }

    static Refusing until(
            long untilNanos, CircuitBreakerConfig config, Stay stay, InFlight inFlight, @Nullable Recording opened) {
        return new Refusing(State.OPEN, untilNanos, config, stay, inFlight, opened);
    }

    static Refusing forced(CircuitBreakerConfig config, Stay stay, InFlight inFlight) {
        return new Refusing(State.FORCED_OPEN, stay.sinceNanos, config, stay, inFlight, null);
    }

    @Override
    State state() {
        return state;
    }

    @Override
    boolean tryEnter(long nowNanos) {
        return false;
    }

    @Override
    boolean isDue(long nowNanos) {
        return state == State.OPEN ? nowNanos - untilNanos >= 0 : stay.isOver(nowNanos);
    }

    @Override
    @Nullable Decision decide(long nowNanos) {
        return isDue(nowNanos) ? new Decision(State.HALF_OPEN, TransitionCause.WAIT_ELAPSED, Tally.NONE) : null;
    }

    @Override
    long retryAfterNanos(long nowNanos) {
        if (state == State.OPEN) {
            return Math.max(0, untilNanos - nowNanos);
        }
        return stay.hold == null ? 0 : stay.hold.remainingNanos(nowNanos);
    }

    @Override
    Tally tally(long nowNanos) {
        Decision opened = stay.decision;
        return state == State.OPEN && opened != null ? opened.evidence() : Tally.NONE;
    }

    /** A rate that opened the breaker is shown, however few probes it took; any other as it would be if closed. */
    @Override
    int minimumCalls() {
        Decision opened = stay.decision;
        boolean byRate = opened != null
                && (opened.cause() == TransitionCause.FAILURE_RATE
                        || opened.cause() == TransitionCause.SLOW_CALL_RATE
                        || opened.cause() == TransitionCause.FAST_WINDOW
                        || opened.cause() == TransitionCause.FLEET);
        return byRate ? 1 : super.minimumCalls();
    }

    @Override
    Generation reconfigured(CircuitBreakerConfig changed, long nowNanos) {
        return new Refusing(state, untilNanos, changed, stay, inFlightFor(changed, nowNanos), opened);
    }
}
