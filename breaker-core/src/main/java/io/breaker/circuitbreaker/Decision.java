package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import org.jspecify.annotations.Nullable;

/**
 * That a generation is over.
 *
 * @param next the state that follows
 * @param cause why
 * @param evidence what was in the window
 * @param order what a fleet has to say, if it decided
 * @param change what somebody has to say, if it is by hand, or the end of that
 */
record Decision(
        State next,
        TransitionCause cause,
        Tally evidence,
        @Nullable FleetOrder order,
        @Nullable ManualChange change) {

    Decision(State next, TransitionCause cause, Tally evidence) {
        this(next, cause, evidence, null, null);
    }
}
