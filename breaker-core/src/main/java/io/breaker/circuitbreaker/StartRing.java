package io.breaker.circuitbreaker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts running calls by the time of their start, in a ring of buckets that reaches back at least twice the threshold.
 *
 * <p>A bucket is one packed {@code long}: its number, the latest start in it and how many of its calls are running. When the
 * latest start of a bucket is older than the threshold, all its calls are overdue: a sweep moves their number to
 * {@link #overdue}, as does a newer bucket that needs the place. A call that ends finds its bucket by its start time and,
 * if its number is not there any more, takes itself off the overdue ones. So each running call is counted once; who reads
 * while a call is being moved may see it in both places or in none.
 *
 * <p>Threads come here with times that they read a moment, or a lost time slice, ago. {@link #newest} is the highest number
 * in the ring, and tells who is late: it puts the shortened numbers of the buckets in order without regard to anybody's
 * clock.
 *
 * <p>A call is never called overdue too early; with calls that start throughout a bucket it may be called so up to a
 * bucket's length too late: at most an eighth of the threshold, or 256 nanoseconds.
 */
final class StartRing {

    private static final int BUCKETS = 32;
    private static final long SHORTEST_BUCKET = 256;
    private static final int COUNT_BITS = 22;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final int OFFSET_BITS = 14;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
    private static final int NUMBER_SHIFT = COUNT_BITS + OFFSET_BITS;
    private static final long NUMBER_MASK = (1L << (64 - NUMBER_SHIFT)) - 1;
    private static final long MOVING = 1L << 32;

    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
    /** How many calls, and above them how many threads are just moving some here, which nobody else can see meanwhile. */
    private final AtomicLong overdue = new AtomicLong();

    private final AtomicLong newest = new AtomicLong();
    private final long originNanos;
    private final long thresholdNanos;
    private final int bucketShift;
    private final int offsetShift;

    StartRing(long originNanos, long thresholdNanos) {
        this.originNanos = originNanos;
        this.thresholdNanos = thresholdNanos;
        this.bucketShift = bucketShift(thresholdNanos);
        this.offsetShift = Math.max(0, bucketShift - OFFSET_BITS);
    }

    /** {@return which power of two a bucket lasts, in nanoseconds} */
    static int bucketShift(long thresholdNanos) {
        return 63 - Long.numberOfLeadingZeros(Math.max(thresholdNanos / 8, SHORTEST_BUCKET));
    }

    void start(long nowNanos) {
        long age = Math.max(0, nowNanos - originNanos);
        long number = age >>> bucketShift;
        long offset = (age & ((1L << bucketShift) - 1)) >>> offsetShift;
        int slot = (int) (number % BUCKETS);
        while (true) {
            long bucket = buckets.get(slot);
            boolean known = number(bucket) == (number & NUMBER_MASK);
            if (!known && number + BUCKETS <= newest.get()) { // read the clock long ago: its bucket has made room
                overdue.incrementAndGet();
                return;
            }
            if (!known) {
                newest.accumulateAndGet(number, Math::max);
            }
            long next =
                    known ? pack(number, Math.max(offset, offset(bucket)), count(bucket) + 1) : pack(number, offset, 1);
            boolean stays = known || count(bucket) == 0;
            if (stays ? buckets.compareAndSet(slot, bucket, next) : move(slot, bucket, next)) {
                return;
            }
        }
    }

    void finish(long startNanos) {
        long number = Math.max(0, startNanos - originNanos) >>> bucketShift;
        int slot = (int) (number % BUCKETS);
        while (true) {
            long bucket = buckets.get(slot);
            if (number(bucket) != (number & NUMBER_MASK) || count(bucket) == 0) {
                overdue.decrementAndGet();
                return;
            }
            if (buckets.compareAndSet(slot, bucket, bucket - 1)) {
                return;
            }
        }
    }

    /** The overdue calls, at that age of the ring. Of two threads that look at once, one may miss what the other moves. */
    int overdue(long age) {
        for (int slot = 0; slot < BUCKETS; slot++) {
            sweep(slot, age);
        }
        return Math.max(0, (int) overdue.get()); // below zero for a moment when an end overtakes a sweep
    }

    int running() {
        int running = 0;
        for (int slot = 0; slot < BUCKETS; slot++) {
            running += (int) count(buckets.get(slot));
        }
        return Math.max(0, running + (int) overdue.get()); // read last: a sweep moves calls this way
    }

    /** Looks at the buckets first: calls that have left one are then still being moved, or overdue, or have ended. */
    boolean isIdle() {
        for (int slot = 0; slot < BUCKETS; slot++) {
            if (count(buckets.get(slot)) != 0) {
                return false;
            }
        }
        return overdue.get() == 0;
    }

    private void sweep(int slot, long age) {
        while (true) {
            long bucket = buckets.get(slot);
            long count = count(bucket);
            if (count == 0 || age - latestStart(bucket) <= thresholdNanos) {
                return;
            }
            if (move(slot, bucket, bucket & ~COUNT_MASK)) {
                return;
            }
        }
    }

    /** Replaces a bucket and takes its calls to the overdue ones. */
    private boolean move(int slot, long bucket, long next) {
        overdue.addAndGet(MOVING);
        boolean moved = buckets.compareAndSet(slot, bucket, next);
        overdue.addAndGet(moved ? count(bucket) - MOVING : -MOVING);
        return moved;
    }

    /** When the latest call of a bucket started, rounded up, on the scale of ages. */
    private long latestStart(long bucket) {
        long top = newest.get();
        long number = top - ((top - number(bucket)) & NUMBER_MASK);
        long step = 1L << offsetShift;
        return (number << bucketShift) + offset(bucket) * step + step - 1;
    }

    private static long pack(long number, long offset, long count) {
        return (number & NUMBER_MASK) << NUMBER_SHIFT | offset << COUNT_BITS | count;
    }

    private static long number(long bucket) {
        return bucket >>> NUMBER_SHIFT;
    }

    private static long offset(long bucket) {
        return bucket >>> COUNT_BITS & OFFSET_MASK;
    }

    private static long count(long bucket) {
        return bucket & COUNT_MASK;
    }
}
