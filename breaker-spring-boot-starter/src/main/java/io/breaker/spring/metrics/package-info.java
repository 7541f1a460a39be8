/**
 * Micrometer meters for the policies. Start with {@link io.breaker.spring.metrics.CircuitBreakerMetrics}. Meters read the
 * policies' own counters; only the timer of calls is written to.
 */
@NullMarked
package io.breaker.spring.metrics;

import org.jspecify.annotations.NullMarked;
