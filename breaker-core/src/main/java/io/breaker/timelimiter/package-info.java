/** Limits on how long a call takes. Start with {@link io.breaker.timelimiter.TimeLimiter}. */
@NullMarked
package io.breaker.timelimiter;

import org.jspecify.annotations.NullMarked;
