/** Limits on how many calls begin in a time. Start with {@link io.breaker.ratelimiter.RateLimiter}. */
@NullMarked
package io.breaker.ratelimiter;

import org.jspecify.annotations.NullMarked;
