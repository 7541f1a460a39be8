/**
 * Two drills. {@link io.breaker.sample.drill.Drill}, for a second terminal, in plain Java, puts load on the running service,
 * breaks what it depends on and prints what its clients notice. {@link io.breaker.sample.drill.FleetDrill} starts three
 * instances of the service and all that they share, breaks that, and prints what becomes of their payment breakers.
 */
@NullMarked
package io.breaker.sample.drill;

import org.jspecify.annotations.NullMarked;
