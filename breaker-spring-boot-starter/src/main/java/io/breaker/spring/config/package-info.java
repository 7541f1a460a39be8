/**
 * From {@code breaker.*} properties to configurations, and the startup report. Start with
 * {@link io.breaker.spring.config.BreakerSettings}.
 */
@NullMarked
package io.breaker.spring.config;

import org.jspecify.annotations.NullMarked;
