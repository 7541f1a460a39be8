/**
 * What the instances of a service tell each other about a breaker, and where it is kept: start at {@link
 * io.breaker.fleet.FleetStore}. The package knows no breaker; a breaker knows it.
 */
@NullMarked
package io.breaker.fleet;

import org.jspecify.annotations.NullMarked;
