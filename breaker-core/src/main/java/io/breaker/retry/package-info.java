/** Calling again what failed. Start with {@link io.breaker.retry.Retry}. */
@NullMarked
package io.breaker.retry;

import org.jspecify.annotations.NullMarked;
