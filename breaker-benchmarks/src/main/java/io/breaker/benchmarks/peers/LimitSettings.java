package io.breaker.benchmarks.peers;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What all bulkheads and rate limiters are told alike.
 *
 * @param name the limit's
 * @param work what it guards
 * @param permits how many calls may run at once, or begin in a period
 * @param period a rate limiter's
 */
public record LimitSettings(String name, Supplier<String> work, int permits, Duration period) {

    /** More than two threads can use. As a rate it is one for each nanosecond. */
    private static final int PLENTY = 1_000_000_000;

    /** {@return a limit that no benchmark reaches} */
    public static LimitSettings wide(Supplier<String> work) {
        return new LimitSettings("benchmark", work, PLENTY, Duration.ofSeconds(1));
    }

    /** {@return a limit of one call, for longer than any benchmark runs} */
    public static LimitSettings narrow(Supplier<String> work) {
        return new LimitSettings("benchmark", work, 1, Duration.ofHours(1));
    }
}
