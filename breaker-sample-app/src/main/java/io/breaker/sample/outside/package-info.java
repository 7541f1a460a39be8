/**
 * The servers the service depends on, and ways to break them for real: {@link io.breaker.sample.outside.BreakableRedis} and
 * {@link io.breaker.sample.outside.BreakablePayment}, each behind a {@link io.breaker.sample.outside.FaultyProxy}. Nothing
 * in here knows of circuit breakers.
 */
@NullMarked
package io.breaker.sample.outside;

import org.jspecify.annotations.NullMarked;
