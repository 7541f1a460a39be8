/**
 * Limits on how many calls run at once. Start with {@link io.breaker.bulkhead.Bulkhead}, which runs them on their callers'
 * threads; {@link io.breaker.bulkhead.ThreadPoolBulkhead} has threads of its own.
 */
@NullMarked
package io.breaker.bulkhead;

import org.jspecify.annotations.NullMarked;
