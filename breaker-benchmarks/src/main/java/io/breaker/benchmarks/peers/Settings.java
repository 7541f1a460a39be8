package io.breaker.benchmarks.peers;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What all sides are told alike.
 *
 * @param name the breaker's
 * @param work what it guards
 * @param failurePercent the failure rate at which it opens
 */
public record Settings(String name, Supplier<String> work, int failurePercent) {

    /** Calls that a count window holds, and the least number of calls to decide on. */
    static final int WINDOW_CALLS = 100;
    /** How far a time window reaches back. */
    static final Duration WINDOW_TIME = Duration.ofSeconds(10);
    /** Slow calls do not occur. */
    static final Duration SLOW = Duration.ofSeconds(60);
    /** An open breaker stays open. */
    static final Duration OPEN = Duration.ofHours(1);

    static final int ATTEMPTS = 3;
    static final Duration RETRY_WAIT = Duration.ofMillis(500);

    /** {@return settings for work that succeeds} */
    public static Settings of(Supplier<String> work) {
        return new Settings("benchmark", work, 50);
    }
}
