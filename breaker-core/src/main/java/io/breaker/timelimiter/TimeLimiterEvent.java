package io.breaker.timelimiter;

import java.time.Duration;
import java.time.Instant;

/** What a time limiter tells its listeners. Times are wall-clock times, for display. */
public sealed interface TimeLimiterEvent {

    /** {@return the time limiter's name} */
    String name();

    /** {@return when it happened} */
    Instant time();

    /** A call took longer than {@code timeout}. */
    record TimedOut(String name, Instant time, Duration timeout) implements TimeLimiterEvent {}
}
