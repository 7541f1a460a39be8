package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.Lanes.Lane;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * How many calls of one generation are running, and how many of them for longer than the slow-call threshold ("overdue"):
 * with no object per call, no timer and no lock.
 *
 * <p>A call that begins and ends on one thread notes the time of its start in the thread's lane, and is overdue to the
 * nanosecond. All others, those inside such a call among them, come in great numbers or end on other threads: they are
 * counted by the time of their start, in a ring of buckets that reaches back at least twice the threshold. A
 * bucket is one packed {@code long}: its number, the latest start in it and how many of its calls are running. When the
 * latest start of a bucket is older than the threshold, all its calls are overdue: a sweep moves their number to
 * {@link #overdue}, as does a newer bucket that needs the place. A call that ends finds its bucket by its start time and,
 * if its number is not there any more, takes itself off the overdue ones. So each running call is counted once; who reads
 * while a call is being moved may see it in both places or in none.
 *
 * <p>Threads come here with times that they read a moment, or a lost time slice, ago. {@link #newest} is the highest number
 * in the ring, and tells who is late: it puts the shortened numbers of the buckets in order without regard to anybody's
 * clock.
 *
 * <p>A call is never called overdue too early; in the ring, with calls that start throughout a bucket, it may be called so
 * up to a bucket's length too late: at most an eighth of the threshold, or 256 nanoseconds.
 */
final class InFlight {

    private static final int BUCKETS = 32;
    private static final long SHORTEST_BUCKET = 256;
    private static final int COUNT_BITS = 22;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final int OFFSET_BITS = 14;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
    private static final int NUMBER_SHIFT = COUNT_BITS + OFFSET_BITS;
    private static final long NUMBER_MASK = (1L << (64 - NUMBER_SHIFT)) - 1;
    private static final long MOVING = 1L << 32;

    private final Lanes lanes; // in each the age at the start of its call, plus 1; 0 if none is running
    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
    /** How many calls, and above them how many threads are just moving some here, which nobody else can see meanwhile. */
    private final AtomicLong overdue = new AtomicLong();

    private final AtomicLong newest = new AtomicLong();
    private final long originNanos;
    private final long thresholdNanos;
    private final int bucketShift;
    private final int offsetShift;
    private final Object stay;
    private volatile @Nullable InFlight earlier;
    private volatile long sweepDueNanos;

    private InFlight(long nowNanos, long thresholdNanos, @Nullable InFlight earlier, Object stay, Lanes lanes) {
        this.lanes = lanes;
        this.originNanos = nowNanos;
        this.thresholdNanos = thresholdNanos;
        long eighth = Math.max(thresholdNanos / 8, SHORTEST_BUCKET);
        this.bucketShift = 63 - Long.numberOfLeadingZeros(eighth);
        this.offsetShift = Math.max(0, bucketShift - OFFSET_BITS);
        this.sweepDueNanos = nowNanos + (1L << bucketShift);
        this.earlier = earlier;
        this.stay = stay;
        if (earlier != null) {
            earlier.forgetIdle();
        }
    }

    /** For a new stay: calls of earlier ones count in the totals as long as some of them run, and decide nothing here. */
    static InFlight following(@Nullable InFlight earlier, long nowNanos, long thresholdNanos) {
        return following(earlier, nowNanos, thresholdNanos, new Lanes(1));
    }

    /** The same, with lanes that others use, too. */
    static InFlight following(@Nullable InFlight earlier, long nowNanos, long thresholdNanos, Lanes lanes) {
        return new InFlight(nowNanos, thresholdNanos, earlier, new Object(), lanes);
    }

    /** For the same stay under another threshold: who runs already is overdue by the threshold of its start. */
    InFlight withThreshold(long changedNanos, long nowNanos) {
        return new InFlight(nowNanos, changedNanos, this, stay, new Lanes(1));
    }

    /** Unlinks those before this one in which nothing runs. This one itself stays: a call may just be entering it. */
    private void forgetIdle() {
        InFlight kept = this;
        for (InFlight calls = earlier; calls != null; calls = calls.earlier) {
            if (calls.isIdle()) {
                kept.earlier = calls.earlier;
            } else {
                kept = calls;
            }
        }
    }

    /**
     * A call begins that will end on this thread.
     *
     * @return where it is noted, for its end; {@code null} if it is counted in the ring
     */
    @Nullable Lane enter(long nowNanos) {
        Lane lane = lanes.mine();
        if (lane == null || lane.get(Lanes.RUNNING) != 0) {
            start(nowNanos);
            return null;
        }
        lane.set(Lanes.RUNNING, Math.max(0, nowNanos - originNanos) + 1);
        return lane;
    }

    /** The end of a call that began at that time and was noted there. */
    void leave(@Nullable Lane lane, long startNanos) {
        if (lane == null) {
            finish(startNanos);
        } else {
            lane.set(Lanes.RUNNING, 0);
        }
    }

    /** Looks at the buckets first: calls that have left one are then still being moved, or overdue, or have ended. */
    private boolean isIdle() {
        if (inLanes() != 0) {
            return false;
        }
        for (int slot = 0; slot < BUCKETS; slot++) {
            if (count(buckets.get(slot)) != 0) {
                return false;
            }
        }
        return overdue.get() == 0;
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

    /** Whether nobody has looked for overdue calls since the current bucket began. */
    boolean isSweepDue(long nowNanos) {
        return nowNanos - sweepDueNanos >= 0;
    }

    /** The overdue calls of this stay. Of two threads that look at once, one may miss calls that the other is just moving. */
    int overdue(long nowNanos) {
        int sum = 0;
        for (InFlight calls = this; calls != null && calls.stay == stay; calls = calls.earlier) {
            sum += calls.ownOverdue(nowNanos);
        }
        return sum;
    }

    private int ownOverdue(long nowNanos) {
        long age = Math.max(0, nowNanos - originNanos);
        for (int slot = 0; slot < BUCKETS; slot++) {
            sweep(slot, age);
        }
        sweepDueNanos = originNanos + (((age >>> bucketShift) + 1) << bucketShift);
        int inLanes = 0;
        for (@Nullable Lane lane : lanes.all()) {
            long start = lane == null ? 0 : lane.get(Lanes.RUNNING);
            if (start != 0 && age - (start - 1) > thresholdNanos) {
                inLanes++;
            }
        }
        return inLanes + Math.max(0, (int) overdue.get()); // below zero for a moment when an end overtakes a sweep
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

    /** All running calls, those of earlier stays included. */
    int totalRunning() {
        int sum = 0;
        for (InFlight calls = this; calls != null; calls = calls.earlier) {
            sum += calls.ownRunning();
        }
        return sum;
    }

    /** All overdue calls, those of earlier stays included. */
    int totalOverdue(long nowNanos) {
        int sum = 0;
        for (InFlight calls = this; calls != null; calls = calls.earlier) {
            sum += calls.ownOverdue(nowNanos);
        }
        return sum;
    }

    private int ownRunning() {
        int running = 0;
        for (int slot = 0; slot < BUCKETS; slot++) {
            running += (int) count(buckets.get(slot));
        }
        return inLanes() + Math.max(0, running + (int) overdue.get()); // read last: a sweep moves calls this way
    }

    private int inLanes() {
        int running = 0;
        for (@Nullable Lane lane : lanes.all()) {
            running += lane == null || lane.get(Lanes.RUNNING) == 0 ? 0 : 1;
        }
        return running;
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
