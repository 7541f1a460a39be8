package io.breaker.circuitbreaker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The calls of the last seconds, exact to a bucket: the window reaches back between its size and one bucket less. A bucket
 * lasts a second in windows of 10 to 60 seconds; shorter windows have 10 buckets, longer ones 60.
 *
 * <p>Each bucket has four cells: calls, failed ones, slow ones, and those that were both. A cell is one packed {@code long},
 * the bucket's number and a count, so that taking a stale cell over and counting in it is one compare-and-set. A call is
 * counted as a call first and read as a call last, and a cell counts only beside the calls of its own bucket: so a rate never
 * exceeds its true value because of a half-seen call or a bucket that just changed hands.
 *
 * <p>{@link #newest} is the highest number in the ring: it tells a thread that read the clock long ago, whose bucket has
 * left the window, from one that comes after a long silence.
 */
final class TimeWindow implements Window {

    private static final int KINDS = 4; // calls, and then by the bits of their outcome: failed, slow, both
    private static final int COUNT_BITS = 40;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final long NUMBER_MASK = (1L << (64 - COUNT_BITS)) - 1;

    private final AtomicLongArray cells;
    private final int buckets;
    private final AtomicLong newest = new AtomicLong();
    private final long originNanos;
    private final long bucketNanos;

    TimeWindow(int seconds, long nowNanos) {
        this.buckets = Math.max(10, Math.min(60, seconds));
        this.cells = new AtomicLongArray(buckets * KINDS);
        this.bucketNanos = seconds * 1_000_000_000L / buckets;
        this.originNanos = nowNanos;
    }

    @Override
    public boolean record(int outcome, long nowNanos) {
        return record(outcome, 1, nowNanos);
    }

    boolean record(int outcome, int times, long nowNanos) {
        long number = number(nowNanos);
        if (number + buckets <= newest.get()) {
            return false;
        }
        boolean moved = add(number, 0, times);
        if ((outcome & FAILED) != 0) {
            add(number, FAILED, times);
        }
        if ((outcome & SLOW) != 0) {
            add(number, SLOW, times);
        }
        if (outcome == (FAILED | SLOW)) {
            add(number, FAILED | SLOW, times);
        }
        return moved;
    }

    /** Counts in a cell of the bucket of that number and returns whether it took the cell over from an older bucket. */
    private boolean add(long number, int kind, int times) {
        int index = (int) (number % buckets) * KINDS + kind;
        while (true) {
            long cell = cells.get(index);
            boolean known = cell >>> COUNT_BITS == (number & NUMBER_MASK);
            if (!known) {
                if (number + buckets <= newest.get()) {
                    return false;
                }
                newest.accumulateAndGet(number, Math::max);
            }
            long next = known ? cell + times : (number & NUMBER_MASK) << COUNT_BITS | times;
            if (cells.compareAndSet(index, cell, next)) {
                return !known;
            }
        }
    }

    @Override
    public Tally tally(long nowNanos, int moreSlow) {
        long number = number(nowNanos);
        long calls = 0;
        long failed = 0;
        long slow = 0;
        long slowFailed = 0;
        for (int base = 0; base < cells.length(); base += KINDS) {
            long both = cells.get(base + (FAILED | SLOW));
            long slowOnes = cells.get(base + SLOW);
            long failedOnes = cells.get(base + FAILED);
            long all = cells.get(base);
            if (((number - (all >>> COUNT_BITS)) & NUMBER_MASK) < buckets) {
                calls += all & COUNT_MASK;
                failed += countBeside(all, failedOnes);
                slow += countBeside(all, slowOnes);
                slowFailed += countBeside(all, both);
            }
        }
        return tally(calls, failed, slow, slowFailed).plusSlow(moreSlow);
    }

    /** A cell's count, if it belongs to the same bucket as the calls. */
    private static long countBeside(long calls, long cell) {
        return calls >>> COUNT_BITS == cell >>> COUNT_BITS ? cell & COUNT_MASK : 0;
    }

    /** More calls than an {@code int} holds keep their rates. */
    private static Tally tally(long calls, long failed, long slow, long slowFailed) {
        int shift = Math.max(0, 34 - Long.numberOfLeadingZeros(calls));
        return new Tally((int) (calls >>> shift), (int) (failed >>> shift), (int) (slow >>> shift), (int)
                (slowFailed >>> shift));
    }

    private long number(long nowNanos) {
        return Math.max(0, nowNanos - originNanos) / bucketNanos;
    }
}
