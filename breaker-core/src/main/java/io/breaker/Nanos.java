package io.breaker;

import java.time.Duration;

/** Durations as the plain numbers that decisions need. For policies. */
public final class Nanos {

    /** So long that adding two of them to a time does not overflow: 73 years. */
    public static final long MAX = Long.MAX_VALUE / 4;

    private static final Duration LONGEST = Duration.ofNanos(MAX);

    private Nanos() {}

    /** {@return the duration in nanoseconds, at most {@link #MAX}} */
    public static long of(Duration duration) {
        return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : MAX;
    }
}
