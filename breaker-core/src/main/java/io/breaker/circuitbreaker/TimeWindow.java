package io.breaker.circuitbreaker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The calls of the last seconds, exact to a bucket: the window reaches back between its size and one bucket less. A bucket
 * lasts a second in windows of 10 to 60 seconds; shorter windows have 10 buckets, longer ones 60.
 *
 * <p>Each bucket is two packed {@code long}s, one for calls and failures and one for slow calls, and each of these carries
 * the bucket's number, so that taking a stale bucket over and counting in it is one compare-and-set. Slow calls are counted
 * after the call itself and read before it: a rate never exceeds its true value because of a half-seen call. A bucket holds
 * {@value #MOST_CALLS} calls; more of them in one bucket do not change its rates and are left out.
 *
 * <p>{@link #newest} is the highest number in the ring: it tells a thread that read the clock long ago, whose bucket has
 * left the window, from one that comes after a long silence.
 */
final class TimeWindow implements Window {

    private static final int FIELD = 20;
    private static final long MOST_CALLS = (1L << FIELD) - 1;
    private static final long DROPPED = -1;
    private static final int NUMBER_SHIFT = 2 * FIELD;
    private static final long NUMBER_MASK = (1L << (64 - NUMBER_SHIFT)) - 1;

    private final AtomicLongArray calls;
    private final AtomicLongArray slowCalls;
    private final AtomicLong newest = new AtomicLong();
    private final long originNanos;
    private final long bucketNanos;

    TimeWindow(int seconds, long nowNanos) {
        int buckets = Math.max(10, Math.min(60, seconds));
        this.calls = new AtomicLongArray(buckets);
        this.slowCalls = new AtomicLongArray(buckets);
        this.bucketNanos = seconds * 1_000_000_000L / buckets;
        this.originNanos = nowNanos;
    }

    @Override
    public boolean record(int outcome, long nowNanos) {
        long number = number(nowNanos);
        long failed = outcome & FAILED;
        long before = add(calls, number, 1 | failed << FIELD);
        if ((outcome & SLOW) != 0 && before != DROPPED) {
            add(slowCalls, number, 1 | failed << FIELD);
        }
        return before != DROPPED && before >>> NUMBER_SHIFT != (number & NUMBER_MASK);
    }

    /** Counts in the bucket of that number and returns what stood in its place, or {@link #DROPPED}. */
    private long add(AtomicLongArray cells, long number, long amount) {
        int slot = (int) (number % cells.length());
        while (true) {
            long cell = cells.get(slot);
            long next;
            if (cell >>> NUMBER_SHIFT == (number & NUMBER_MASK)) {
                if ((cell & MOST_CALLS) == MOST_CALLS) {
                    return DROPPED;
                }
                next = cell + amount;
            } else if (number + cells.length() <= newest.get()) {
                return DROPPED;
            } else {
                newest.accumulateAndGet(number, Math::max);
                next = (number & NUMBER_MASK) << NUMBER_SHIFT | amount;
            }
            if (cells.compareAndSet(slot, cell, next)) {
                return cell;
            }
        }
    }

    @Override
    public Tally tally(long nowNanos, int moreSlow) {
        long number = number(nowNanos);
        long seen;
        long slow;
        long all;
        do { // again if calls left the window between the two sums
            seen = newest.get();
            slow = sum(slowCalls, number);
            all = sum(calls, number);
        } while (newest.get() != seen);
        return new Tally(low(all), high(all), low(slow), high(slow)).plusSlow(moreSlow);
    }

    /** The two fields of all live buckets, added up: 60 buckets need 26 bits a field, so the sum uses 32. */
    private static long sum(AtomicLongArray cells, long number) {
        long sum = 0;
        for (int i = 0; i < cells.length(); i++) {
            long cell = cells.get(i);
            if (((number - (cell >>> NUMBER_SHIFT)) & NUMBER_MASK) < cells.length()) {
                sum += (cell & MOST_CALLS) + (((cell >>> FIELD) & MOST_CALLS) << 32);
            }
        }
        return sum;
    }

    private static int low(long sum) {
        return (int) sum;
    }

    private static int high(long sum) {
        return (int) (sum >>> 32);
    }

    private long number(long nowNanos) {
        return Math.max(0, nowNanos - originNanos) / bucketNanos;
    }
}
