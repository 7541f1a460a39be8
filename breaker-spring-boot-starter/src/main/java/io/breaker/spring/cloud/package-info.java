/**
 * Breaker as Spring Cloud knows circuit breakers, so that OpenFeign and HTTP service groups use it. Start with
 * {@link io.breaker.spring.cloud.BreakerCircuitBreakerFactory}, or, for Reactor's types, with
 * {@link io.breaker.spring.cloud.BreakerReactiveCircuitBreakerFactory}.
 */
@NullMarked
package io.breaker.spring.cloud;

import org.jspecify.annotations.NullMarked;
