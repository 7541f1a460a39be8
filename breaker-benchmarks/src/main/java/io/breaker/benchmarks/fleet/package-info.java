/** What a fleet of instances gains by deciding together, and what that costs Redis and the calls; begin with {@code Outages}. */
@NullMarked
package io.breaker.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
