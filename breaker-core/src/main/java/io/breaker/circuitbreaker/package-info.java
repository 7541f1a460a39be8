/**
 * The circuit breaker. Start with {@link io.breaker.circuitbreaker.CircuitBreaker}; its states are the subclasses of
 * {@code Generation}.
 */
@NullMarked
package io.breaker.circuitbreaker;

import org.jspecify.annotations.NullMarked;
