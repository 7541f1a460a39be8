package io.breaker.spring;

import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;

/**
 * Is published to the application's listeners once for each change of state, or reset, of each circuit breaker in the
 * registry, in the order in which a breaker announces them.
 *
 * @param transition what changed, when and why
 */
public record CircuitBreakerTransitionEvent(Transition transition) {}
