package io.breaker.circuitbreaker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the last seconds, exact to a bucket: the window reaches back between its size and one bucket less. A bucket
 * lasts a second in windows of 10 to 60 seconds; shorter windows have 10 buckets, longer ones 60, and a {@link FastWindow} has its own.
 *
 * <p>Each bucket has four cells: calls, failed ones, slow ones, and those that were both. A cell is one packed {@code long},
 * the bucket's number and a count, so that taking a stale cell over and counting in it is one compare-and-set. A call is
 * counted as a call first and read as a call last, and newer buckets are read before older ones: so a rate does not exceed
 * its true value because of a half-seen call. Only a call that ended a bucket's length ago, on a thread that lost its
 * processor before it could count, may be seen before successes that were counted meanwhile.
 *
 * <p>Successes, the many, are counted in the lane of the thread that has them: in a ring of its own, of calls alone. They
 * are read after all others, so that again no rate is exaggerated.
 *
 * <p>{@link #newest} is the highest number in any ring, and is raised before the bucket of that number takes an old one's
 * place. It tells a thread that read the clock long ago, whose bucket has left the window, from one that comes after a long
 * silence; and a reader, that a bucket may have changed hands while it looked.
 */
final class TimeWindow implements Window {

    private static final int KINDS = 4; // calls, and then by the bits of their outcome: failed, slow, both
    private static final int COUNT_BITS = 40;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final long NUMBER_MASK = (1L << (64 - COUNT_BITS)) - 1;

    private final AtomicLongArray cells;
    private final Lanes lanes;
    private final int buckets;
    private final AtomicLong newest = new AtomicLong();
    private final long originNanos;
    private final long bucketNanos;

    TimeWindow(int seconds, long nowNanos) {
        this(Math.max(10, Math.min(60, seconds)), seconds * 1_000_000_000L, nowNanos);
    }

    /** With a number of buckets of one's own. */
    TimeWindow(int buckets, long sizeNanos, long nowNanos) {
        this.buckets = buckets;
        this.cells = new AtomicLongArray(buckets * KINDS);
        this.lanes = new Lanes(buckets);
        this.bucketNanos = Math.max(1, sizeNanos / buckets);
        this.originNanos = nowNanos;
    }

    @Override
    public Lanes lanes() {
        return lanes;
    }

    @Override
    public boolean record(int outcome, long nowNanos, @Nullable Lane mine) {
        if (outcome != 0) {
            return record(outcome, 1, nowNanos);
        }
        Lane lane = mine != null && mine.isOf(lanes) ? mine : lanes.mine();
        return lane == null ? record(outcome, 1, nowNanos) : recordSuccess(lane, age(nowNanos));
    }

    private boolean recordSuccess(Lane lane, long age) {
        long inBucket = age - lane.began();
        if (inBucket >= 0 && inBucket < bucketNanos) { // mostly: the division is for the first call in a bucket
            int place = lane.place();
            lane.bucket(place, lane.bucket(place) + 1);
            return false;
        }
        long number = age / bucketNanos;
        if (number + buckets <= newest.accumulateAndGet(number, Math::max)) {
            return false;
        }
        int place = (int) (number % buckets);
        long cell = lane.bucket(place);
        lane.bucket(place, isOf(number, cell) ? cell + 1 : pack(number, 1));
        if (number * bucketNanos > lane.began()) {
            lane.place(place);
            lane.began(number * bucketNanos);
        }
        return true;
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
            boolean known = isOf(number, cell);
            if (!known) {
                if (number + buckets <= newest.get()) {
                    return false;
                }
                newest.accumulateAndGet(number, Math::max);
            }
            long next = known ? cell + times : pack(number, times);
            if (cells.compareAndSet(index, cell, next)) {
                return !known;
            }
        }
    }

    @Override
    public Tally tally(long nowNanos, int moreSlow) {
        return tally(nowNanos, moreSlow, buckets);
    }

    /** The same of the newest buckets alone. */
    Tally tally(long nowNanos, int moreSlow, int last) {
        while (true) {
            long top = Math.max(number(nowNanos), newest.get()); // who read the clock long ago sees what is there now
            Tally tally = tallyOf(top, last);
            if (newest.get() <= top) { // else a bucket may have changed hands between two looks
                return tally.plusSlow(moreSlow);
            }
        }
    }

    private Tally tallyOf(long top, int last) {
        long calls = 0;
        long failed = 0;
        long slow = 0;
        long slowFailed = 0;
        int place = (int) (top % buckets);
        for (int seen = 0; seen < last; seen++) { // newest first, so that who sees a bad call sees the older ones, too
            int base = place * KINDS;
            slowFailed += count(top, last, cells.get(base + (FAILED | SLOW)));
            slow += count(top, last, cells.get(base + SLOW));
            failed += count(top, last, cells.get(base + FAILED));
            calls += count(top, last, cells.get(base));
            place = place == 0 ? buckets - 1 : place - 1;
        }
        return Tally.of(calls + countInLanes(top, last), failed, slow, slowFailed);
    }

    private long countInLanes(long top, int last) {
        long oldest = (top - last + 1) * bucketNanos;
        long sum = 0;
        for (@Nullable Lane lane : lanes.all()) {
            if (lane == null || lane.began() < oldest) {
                continue; // its thread has long been elsewhere
            }
            for (int place = 0; place < buckets; place++) {
                sum += count(top, last, lane.bucket(place));
            }
        }
        return sum;
    }

    /** What a cell adds to the last buckets, of which the newest has that number. */
    private static long count(long top, int last, long cell) {
        return ((top - (cell >>> COUNT_BITS)) & NUMBER_MASK) < last ? cell & COUNT_MASK : 0;
    }

    private static boolean isOf(long number, long cell) {
        return cell >>> COUNT_BITS == (number & NUMBER_MASK);
    }

    private static long pack(long number, long count) {
        return (number & NUMBER_MASK) << COUNT_BITS | count;
    }

    private long number(long nowNanos) {
        return age(nowNanos) / bucketNanos;
    }

    private long age(long nowNanos) {
        return Math.max(0, nowNanos - originNanos);
    }
}
