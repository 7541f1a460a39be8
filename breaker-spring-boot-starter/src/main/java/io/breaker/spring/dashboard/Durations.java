package io.breaker.spring.dashboard;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * How long the calls of the last ten ticks took, in buckets of an eighth of a power of two: a quantile is off by 6 % at most,
 * from 1 µs to more than an hour. Any thread adds; one thread ticks and reads.
 */
final class Durations {

    private static final int LOWEST_EXPONENT = 10;
    private static final int FINENESS_BITS = 3;
    private static final int BUCKETS = 256;

    private final AtomicIntegerArray fresh = new AtomicIntegerArray(BUCKETS);
    private final int[][] ticks = new int[Rolling.TICKS][BUCKETS];
    private final long[] sums = new long[BUCKETS];
    private int next;

    void add(long nanos) {
        fresh.incrementAndGet(bucket(nanos));
    }

    private static int bucket(long nanos) {
        int exponent = 63 - Long.numberOfLeadingZeros(Math.max(1, nanos));
        if (exponent < LOWEST_EXPONENT) {
            return 0;
        }
        int fine = (int) (nanos >>> (exponent - FINENESS_BITS)) & ((1 << FINENESS_BITS) - 1);
        return Math.min(BUCKETS - 1, ((exponent - LOWEST_EXPONENT) << FINENESS_BITS) + fine);
    }

    /** The middle of a bucket. */
    private static double nanos(int bucket) {
        int exponent = (bucket >> FINENESS_BITS) + LOWEST_EXPONENT;
        int fine = bucket & ((1 << FINENESS_BITS) - 1);
        return ((1 << FINENESS_BITS) + fine + 0.5) * (1L << (exponent - FINENESS_BITS));
    }

    void tick() {
        int[] oldest = ticks[next];
        next = (next + 1) % ticks.length;
        for (int i = 0; i < BUCKETS; i++) {
            int came = fresh.getAndSet(i, 0);
            sums[i] += came - oldest[i];
            oldest[i] = came;
        }
    }

    /** {@return that quantile in milliseconds, or null without calls} */
    @Nullable Double millis(double quantile) {
        long all = 0;
        for (long sum : sums) {
            all += sum;
        }
        long wanted = Math.max(1, (long) Math.ceil(quantile * all));
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += sums[i];
            if (all > 0 && seen >= wanted) {
                return nanos(i) / 1e6;
            }
        }
        return null;
    }
}
