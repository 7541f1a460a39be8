package io.breaker.circuitbreaker;

import java.util.random.RandomGenerator;

/**
 * When the breakers of an instance report: together, as to wake a server once for many questions costs it less than once for
 * each; and not together with other instances, as each draws its own beginning and its own period, a tenth more or less than
 * the interval. Immutable.
 */
final class Rounds {

    private final long beginNanos;
    private final long periodNanos;

    Rounds(long intervalNanos, RandomGenerator random) {
        this.periodNanos = (long) (intervalNanos * random.nextDouble(0.9, 1.1));
        this.beginNanos = random.nextLong(periodNanos);
    }

    /** {@return how long it is from then to the next round, but one that comes in less than half a period is left out} */
    long waitNanos(long nowNanos) {
        long wait = periodNanos - Math.floorMod(nowNanos - beginNanos, periodNanos);
        return wait < periodNanos / 2 ? wait + periodNanos : wait;
    }
}
