package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;

/**
 * That a generation is over.
 *
 * @param next the state that follows
 * @param cause why
 * @param evidence what was in the window
 */
record Decision(State next, TransitionCause cause, Tally evidence) {}
