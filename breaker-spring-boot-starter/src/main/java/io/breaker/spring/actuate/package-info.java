/**
 * What operators see and do through Actuator. Start with {@link io.breaker.spring.actuate.CircuitBreakersEndpoint}; the
 * numbers come from {@link io.breaker.circuitbreaker.CircuitBreakerSnapshot}.
 */
@NullMarked
package io.breaker.spring.actuate;

import org.jspecify.annotations.NullMarked;
