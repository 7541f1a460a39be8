/**
 * A fleet's meeting place in Redis: start at {@link io.breaker.redis.RedisFleetStore}, and at {@code fleet.lua}, which
 * decides.
 */
@NullMarked
package io.breaker.redis;

import org.jspecify.annotations.NullMarked;
