/** The annotations that guard a method. Start with {@link io.breaker.annotation.CircuitBreaker}. */
@NullMarked
package io.breaker.annotation;

import org.jspecify.annotations.NullMarked;
