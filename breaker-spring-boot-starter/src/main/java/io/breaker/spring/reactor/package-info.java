/**
 * Reactor's types under Breaker's policies. Start with {@link io.breaker.spring.reactor.ReactorGuard}. Needs reactor-core,
 * which is optional: nothing here is loaded without it.
 */
@NullMarked
package io.breaker.spring.reactor;

import org.jspecify.annotations.NullMarked;
