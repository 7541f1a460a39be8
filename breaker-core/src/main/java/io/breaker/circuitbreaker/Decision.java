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
 */
record Decision(
        State next,
        TransitionCause cause,
        Tally evidence,
        @Nullable FleetOrder order) {

    Decision(State next, TransitionCause cause, Tally evidence) {
        this(next, cause, evidence, null);
    }
}
