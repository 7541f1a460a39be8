package io.breaker.fleet;

import java.time.Duration;

/**
 * Durations in milliseconds, from 0 to some thousand years: sums of such and of a clock's time are exact as floating-point
 * numbers too, in which some stores reckon. For stores.
 */
public final class Millis {

    static final long LONGEST = 1L << 45;

    private Millis() {}

    /** {@return a duration's milliseconds; 0 if it is negative} */
    public static long of(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.toSeconds() >= LONGEST / 1_000 ? LONGEST : duration.toMillis();
    }

    static long bounded(long millis) {
        return Math.max(0, Math.min(LONGEST, millis));
    }
}
