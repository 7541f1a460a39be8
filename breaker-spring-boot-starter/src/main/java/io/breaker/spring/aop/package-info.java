/**
 * From annotations to guarded calls: one advisor per policy and one for fallbacks, and the look at them all at startup.
 * Start with {@link io.breaker.spring.aop.BreakerAopConfiguration}, which declares them; then
 * {@code PolicyInterceptor}, which is what a call runs through.
 */
@NullMarked
package io.breaker.spring.aop;

import org.jspecify.annotations.NullMarked;
