package io.breaker.retry;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a retry tells its listeners. Times are wall-clock times, for display. */
public sealed interface RetryEvent {

    /** {@return the retry's name} */
    String name();

    /** {@return when it happened} */
    Instant time();

    /** {@return how many attempts there have been} */
    int attempts();

    /**
     * An attempt failed and there will be another after a wait.
     *
     * @param name the retry's name
     * @param time when it happened
     * @param attempts how many attempts there have been
     * @param pause how long until the next one
     * @param thrown what the attempt threw, or {@code null} if its result was unwanted
     */
    record Retrying(
            String name,
            Instant time,
            int attempts,
            Duration pause,
            @Nullable Throwable thrown) implements RetryEvent {}

    /** The call succeeded, at the first attempt or a later one. */
    record Success(String name, Instant time, int attempts) implements RetryEvent {}

    /** The call failed for good: with an exception, or with an unwanted result, and then {@code thrown} is null. */
    record Failure(
            String name,
            Instant time,
            int attempts,
            @Nullable Throwable thrown) implements RetryEvent {}
}
