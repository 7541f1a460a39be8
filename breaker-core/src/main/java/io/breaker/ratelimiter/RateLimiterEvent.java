package io.breaker.ratelimiter;

import java.time.Duration;
import java.time.Instant;

/** What a rate limiter tells its listeners. Times are wall-clock times, for display. */
public sealed interface RateLimiterEvent {

    /** {@return the rate limiter's name} */
    String name();

    /** {@return when it happened} */
    Instant time();

    /** A call was refused; its permit would have come after {@code retryAfter}. */
    record Rejected(String name, Instant time, Duration retryAfter) implements RateLimiterEvent {}
}
