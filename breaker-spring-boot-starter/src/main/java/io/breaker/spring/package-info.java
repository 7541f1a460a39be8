/** Breaker in a Spring Boot application. Start with {@link io.breaker.spring.BreakerAutoConfiguration}, which wires it. */
@NullMarked
package io.breaker.spring;

import org.jspecify.annotations.NullMarked;
