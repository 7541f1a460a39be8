/**
 * A drill for a second terminal, in plain Java: it puts load on the running service, breaks what it depends on and prints
 * what its clients notice. Start with {@link io.breaker.sample.drill.Drill}.
 */
@NullMarked
package io.breaker.sample.drill;

import org.jspecify.annotations.NullMarked;
