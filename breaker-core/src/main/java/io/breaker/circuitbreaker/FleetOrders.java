package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.fleet.FleetCause;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetProbes;
import io.breaker.fleet.FleetState;
import io.breaker.fleet.FleetTally;
import io.breaker.fleet.FleetView;
import org.jspecify.annotations.Nullable;

/**
 * What a breaker must do by what is known of its fleet. What somebody decided for the whole fleet holds whatever is done on
 * this instance. What somebody did by hand on this instance holds until the fleet's next change; forced open, disabled or
 * only measuring, it stays so until the fleet is told to do one of these.
 */
final class FleetOrders {

    private final FleetGate gate;
    private final FleetConfig config;

    FleetOrders(FleetGate gate, FleetConfig config) {
        this.gate = gate;
        this.config = config;
    }

    /**
     * Says what must follow, or {@code null} if the breaker does what it should.
     *
     * @param news whether something else was known before
     * @param back whether the store has just begun to answer again
     * @param offeredNanos until when a call may take a lease
     */
    @Nullable Decision order(FleetKnowledge known, Generation current, boolean news, boolean back, long offeredNanos, long now) {
        FleetOverride.Mode mode = known.mode();
        boolean named = current.stay.gate == gate;
        if (mode != null) {
            State wanted = State.valueOf(mode.name());
            return named && current.state() == wanted ? null : decision(known, current, wanted, null);
        }
        boolean byHand = switch (current.state()) {
            case FORCED_OPEN, DISABLED, METRICS_ONLY -> !named;
            default -> false;
        };
        if (byHand) {
            return null;
        }
        boolean hears = news || isReleased(current);
        return switch (known.phase()) {
            case OPEN -> hears || (back && named) ? decision(known, current, State.OPEN, null) : null;
            case HALF_OPEN -> hears || named ? probing(known, current, offeredNanos) : null;
            case CLOSED -> closing(known, current, hears, named || isReleased(current), now);
        };
    }

    /** Whether a state that somebody asked for has just ended by itself: what the fleet did meanwhile is news here. */
    private static boolean isReleased(Generation current) {
        Decision decision = current.stay.decision;
        return decision != null && decision.cause() == TransitionCause.HOLD_ELAPSED;
    }

    /** With the lease that this instance holds, or without one. */
    private @Nullable Decision probing(FleetKnowledge known, Generation current, long offeredNanos) {
        FleetProbes probes = known.view().probes();
        long mine = config.instanceId().equals(probes.holder()) ? probes.lease() : 0;
        if (current instanceof LeasedHalfOpen leased) {
            long held = leased.lease == null ? 0 : leased.lease.number;
            if (held == mine) {
                return null;
            }
        }
        Lease lease = mine == 0 ? null : new Lease(mine, offeredNanos);
        return decision(known, current, State.HALF_OPEN, lease);
    }

    private @Nullable Decision closing(
            FleetKnowledge known, Generation current, boolean news, boolean named, long now) {
        boolean wasOpen = named && current.state() != State.CLOSED;
        boolean joinsRecovery = news
                && current.state() == State.CLOSED
                && known.epoch() > 0
                && recovers(known)
                && now - known.sinceNanos() < current.config.rampNanos;
        return wasOpen || joinsRecovery ? decision(known, current, State.CLOSED, null) : null;
    }

    /** Whether calls come back by and by: after an outage, and after nobody was let through for another reason. */
    private static boolean recovers(FleetKnowledge known) {
        FleetCause cause = known.view().state().cause();
        return cause == FleetCause.PROBES_SUCCEEDED
                || cause == FleetCause.HALF_OPEN_TIMEOUT
                || cause == FleetCause.RELEASED;
    }

    private Decision decision(FleetKnowledge known, Generation current, State next, @Nullable Lease lease) {
        FleetView view = known.view();
        FleetState state = view.state();
        FleetTally seen = switch (next) {
            case OPEN ->
                state.cause() == FleetCause.FAST_WINDOW
                        ? view.fast()
                        : state.cause() == FleetCause.PROBES_FAILED
                                ? view.probes().outcomes()
                                : view.window();
            case CLOSED -> view.probes().outcomes();
            default -> FleetTally.NONE;
        };
        FleetOrder order = new FleetOrder(
                gate,
                FleetWords.of(view, current.state()),
                state.openings(),
                known.untilNanos(),
                lease,
                recovers(known),
                known.sinceNanos());
        return new Decision(next, TransitionCause.FLEET, Tally.of(seen), order, null);
    }
}
