package io.breaker.benchmarks.fleet;

import java.util.concurrent.TimeUnit;

/**
 * When a run begins and ends, and when calls fail in between, in nanoseconds of one clock.
 *
 * @param begin the beginning of all, after which calls succeed for a while
 * @param broken when calls begin to fail
 * @param mended when they succeed again
 * @param end the end of all
 */
record Timeline(long begin, long broken, long mended, long end) {

    /** How long a call takes that fails. */
    static final long FAILING_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long others take. */
    static final long SUCCEEDING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    static Timeline outage(long begin) {
        return of(begin, 20, 50, 80);
    }

    /** Somebody is sick until the end. */
    static Timeline sickness(long begin) {
        return of(begin, 20, 80, 80);
    }

    static Timeline of(long begin, int broken, int mended, int end) {
        return new Timeline(
                begin,
                begin + TimeUnit.SECONDS.toNanos(broken),
                begin + TimeUnit.SECONDS.toNanos(mended),
                begin + TimeUnit.SECONDS.toNanos(end));
    }

    boolean isBroken(long now) {
        return now - broken >= 0 && now - mended < 0;
    }
}
