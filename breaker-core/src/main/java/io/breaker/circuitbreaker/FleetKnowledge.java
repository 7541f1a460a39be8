package io.breaker.circuitbreaker;

import io.breaker.Nanos;
import io.breaker.fleet.FleetCause;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetPhase;
import io.breaker.fleet.FleetProbes;
import io.breaker.fleet.FleetState;
import io.breaker.fleet.FleetTally;
import io.breaker.fleet.FleetView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an instance knows of a fleet's breaker: the newest answer, and when it came. Epochs never fall: an answer with an
 * older one comes from a store that has lost something, and gets it back with the next report. Immutable.
 *
 * @param view the answer
 * @param asOfNanos when it came
 */
record FleetKnowledge(FleetView view, long asOfNanos) {

    static FleetKnowledge none(long nowNanos) {
        return new FleetKnowledge(
                new FleetView(FleetState.INITIAL, FleetProbes.NONE, FleetTally.NONE, FleetTally.NONE, 0, false),
                nowNanos);
    }

    /** {@return what is known with the answer to the latest question} */
    FleetKnowledge with(FleetView answer, long nowNanos) {
        return answer.state().epoch() < epoch() ? this : new FleetKnowledge(answer, nowNanos);
    }

    /** Whether somebody who did what this says must do something else by the other one. */
    boolean saysOtherThan(FleetKnowledge other) {
        return epoch() != other.epoch() || phase() != other.phase() || mode() != other.mode();
    }

    /** What is true if this instance, out of touch with the others, has found that calls succeed again. */
    FleetKnowledge closedAlone(long nowNanos) {
        FleetState closed = new FleetState(
                epoch() + 1,
                FleetPhase.CLOSED,
                FleetCause.PROBES_SUCCEEDED,
                Duration.ZERO,
                Duration.ZERO,
                view.state().openings(),
                null);
        return new FleetKnowledge(viewOf(closed), nowNanos);
    }

    /** What is true when what somebody decided has ended in time. */
    FleetKnowledge released(long nowNanos) {
        FleetState now = at(nowNanos);
        boolean recovers = mode() == FleetOverride.Mode.FORCED_OPEN && now.phase() == FleetPhase.CLOSED;
        FleetState free = new FleetState(
                epoch(),
                now.phase(),
                recovers ? FleetCause.RELEASED : now.cause(),
                recovers ? Duration.ZERO : now.age(),
                now.remaining(),
                now.openings(),
                null);
        return new FleetKnowledge(viewOf(free), nowNanos);
    }

    long epoch() {
        return view.state().epoch();
    }

    FleetPhase phase() {
        return view.state().phase();
    }

    FleetOverride.@Nullable Mode mode() {
        FleetOverride override = view.state().override();
        return override == null ? null : override.mode();
    }

    /** When an open fleet lets probes through. */
    long untilNanos() {
        return asOfNanos + Nanos.of(view.state().remaining());
    }

    /** When the phase began. */
    long sinceNanos() {
        return asOfNanos - Nanos.of(view.state().age());
    }

    /** {@return the state as it is now} */
    FleetState at(long nowNanos) {
        FleetState then = view.state();
        Duration passed = Duration.ofNanos(Math.max(0, nowNanos - asOfNanos));
        FleetOverride override = then.override();
        return new FleetState(
                then.epoch(),
                then.phase(),
                then.cause(),
                then.age().plus(passed),
                less(then.remaining(), passed),
                then.openings(),
                override == null
                        ? null
                        : new FleetOverride(
                                override.mode(), override.reason(), override.by(), less(override.remaining(), passed)));
    }

    private static Duration less(Duration remaining, Duration passed) {
        return remaining.compareTo(passed) > 0 ? remaining.minus(passed) : Duration.ZERO;
    }

    /** {@return the answer with the state as it is now} */
    FleetView viewAt(long nowNanos) {
        return viewOf(at(nowNanos));
    }

    private FleetView viewOf(FleetState state) {
        return new FleetView(state, view.probes(), view.window(), view.fast(), view.instances(), view.mixedRules());
    }
}
