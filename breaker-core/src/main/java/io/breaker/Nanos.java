package io.breaker;

import java.time.Duration;

/** Durations as the plain numbers that decisions need. For policies. */
public final class Nanos {

    /** So long that adding two of them to a time does not overflow: 73 years. */
    public static final long MAX = Long.MAX_VALUE / 4;

    private static final Duration LONGEST = Duration.ofNanos(MAX);

    private Nanos() {}

    /** {@return the duration in nanoseconds, from minus {@link #MAX} to that} */
    public static long of(Duration duration) {
        if (duration.compareTo(LONGEST) >= 0) {
            return MAX;
        }
        return duration.compareTo(LONGEST.negated()) > 0 ? duration.toNanos() : -MAX;
    }

    /** {@return a time for messages: in whole milliseconds, unless that would be none} */
    public static String text(long nanos) {
        boolean isShort = 0 < nanos && nanos < 1_000_000;
        return isShort ? nanos + " ns" : nanos / 1_000_000 + " ms";
    }
}
