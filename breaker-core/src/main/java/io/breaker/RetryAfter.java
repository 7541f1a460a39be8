package io.breaker;

import java.time.Duration;

/** An exception that knows when to try again: a retry waits at least that long. For exceptions of the user's, too. */
@FunctionalInterface
public interface RetryAfter {

    /**
     * How long to wait before trying again makes sense.
     *
     * @return the time, from the moment when it was thrown; zero where no time is known
     */
    Duration retryAfter();
}
