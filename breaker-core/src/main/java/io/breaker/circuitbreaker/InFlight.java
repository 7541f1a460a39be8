package io.breaker.circuitbreaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * How many calls of one generation are running, and how many of them for longer than the slow-call threshold ("overdue"):
 * with no object per call, no timer and no lock.
 *
 * <p>A call that begins and ends on one thread notes the time of its start in the thread's lane, and is overdue to the
 * nanosecond. All others, those inside such a call among them, come in great numbers or end on other threads: they are
 * counted in a {@link StartRing}, which is made when the first of them comes.
 */
final class InFlight {

    private static final VarHandle RING;

    static {
        try {
            RING = MethodHandles.lookup().findVarHandle(InFlight.class, "ring", StartRing.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Lanes lanes; // in each the age at the start of its call, plus 1; 0 if none is running
    private final long originNanos;
    private final long thresholdNanos;
    private final Object stay;
    private volatile @Nullable StartRing ring;
    private volatile @Nullable InFlight earlier;
    private volatile long sweepDueNanos;

    private InFlight(long nowNanos, long thresholdNanos, @Nullable InFlight earlier, Object stay, Lanes lanes) {
        this.lanes = lanes;
        this.originNanos = nowNanos;
        this.thresholdNanos = thresholdNanos;
        this.sweepDueNanos = nowNanos + (1L << StartRing.bucketShift(thresholdNanos));
        this.earlier = earlier;
        this.stay = stay;
        if (earlier != null) {
            earlier.forgetIdle();
        }
    }

    /** For a new stay: calls of earlier ones count in the totals as long as some of them run, and decide nothing here. */
    static InFlight following(@Nullable InFlight earlier, long nowNanos, long thresholdNanos) {
        return following(earlier, nowNanos, thresholdNanos, new Lanes(0));
    }

    /** The same, with lanes that others use, too. */
    static InFlight following(@Nullable InFlight earlier, long nowNanos, long thresholdNanos, Lanes lanes) {
        return new InFlight(nowNanos, thresholdNanos, earlier, new Object(), lanes);
    }

    /** For the same stay under another threshold: who runs already is overdue by the threshold of its start. */
    InFlight withThreshold(long changedNanos, long nowNanos) {
        return new InFlight(nowNanos, changedNanos, this, stay, new Lanes(0));
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
        if (lane == null || lane.number() != 0) {
            start(nowNanos);
            return null;
        }
        lane.number(Math.max(0, nowNanos - originNanos) + 1);
        return lane;
    }

    /** The end of a call that began at that time and was noted there. */
    void leave(@Nullable Lane lane, long startNanos) {
        if (lane == null) {
            finish(startNanos);
        } else {
            lane.number(0);
        }
    }

    void start(long nowNanos) {
        StartRing calls = ring;
        if (calls == null) {
            StartRing made = new StartRing(originNanos, thresholdNanos);
            StartRing other = (StartRing) RING.compareAndExchange(this, null, made);
            calls = other == null ? made : other;
        }
        calls.start(nowNanos);
    }

    @SuppressWarnings("NullAway") // what ends has been started
    void finish(long startNanos) {
        ring.finish(startNanos);
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
        int shift = StartRing.bucketShift(thresholdNanos);
        sweepDueNanos = originNanos + (((age >>> shift) + 1) << shift);
        int overdue = 0;
        for (@Nullable Lane lane : lanes.all()) {
            long start = lane == null ? 0 : lane.number();
            if (start != 0 && age - (start - 1) > thresholdNanos) {
                overdue++;
            }
        }
        StartRing others = ring;
        return others == null ? overdue : overdue + others.overdue(age);
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
        StartRing others = ring;
        return inLanes() + (others == null ? 0 : others.running());
    }

    private boolean isIdle() {
        StartRing others = ring;
        return inLanes() == 0 && (others == null || others.isIdle());
    }

    private int inLanes() {
        int running = 0;
        for (@Nullable Lane lane : lanes.all()) {
            running += lane == null || lane.number() == 0 ? 0 : 1;
        }
        return running;
    }
}
