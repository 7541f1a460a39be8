package io.breaker.spring.dashboard;

import java.util.Arrays;

/** By how much a count that only grows has grown in the last ten ticks. For one thread. */
final class Rolling {

    static final int TICKS = 10;

    private final long[] counts = new long[TICKS];
    private int next;

    Rolling(long now) {
        Arrays.fill(counts, now);
    }

    /** {@return the growth up to now, which is a tick} */
    long tick(long now) {
        long growth = now - counts[next];
        counts[next] = now;
        next = (next + 1) % TICKS;
        return growth;
    }
}
