package io.breaker.circuitbreaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;

/**
 * One thread's numbers: see {@link Lanes}. Only the owner writes them; anybody may read, and sees what the owner wrote a
 * moment ago. They are fields, not cells of an array, as each access to an array costs four instructions more, and a call
 * has a dozen.
 *
 * <p>The numbers that change with every call keep a cache line's distance from whatever lies before and behind this object.
 * HotSpot lays the longs of a class out as they are declared, behind the header and an {@code int} that fits the gap there,
 * and before all references: looked at on Java 17 and 25. Elsewhere a lane is as right, and perhaps slower.
 */
final class Lane {

    private static final int PADDING = 8; // longs: a cache line between these buckets and those of the next lane
    private static final long[] NONE = {};
    private static final VarHandle BUCKETS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle NUMBER;
    private static final VarHandle BEGAN;
    private static final VarHandle PLACE;
    private static final VarHandle OWNER;

    static {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            NUMBER = lookup.findVarHandle(Lane.class, "number", long.class);
            BEGAN = lookup.findVarHandle(Lane.class, "began", long.class);
            PLACE = lookup.findVarHandle(Lane.class, "place", int.class);
            OWNER = lookup.findVarHandle(Lane.class, "owner", WeakReference.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** The number of its first owner, by which it is found. */
    final long home;

    private final Lanes lanes;
    private volatile WeakReference<Thread> owner;

    @SuppressWarnings("unused")
    private long p1, p2, p3, p4, p5;

    private volatile long number;
    private volatile long began;

    @SuppressWarnings("unused")
    private long q1, q2, q3, q4, q5, q6;

    private volatile int place;
    private final long[] buckets;

    Lane(Lanes lanes, Thread owner, int buckets) {
        this.lanes = lanes;
        this.home = owner.getId();
        this.owner = new WeakReference<>(owner);
        this.buckets = buckets == 0 ? NONE : new long[buckets + PADDING];
    }

    boolean isOf(Lanes others) {
        return lanes == others;
    }

    /** For {@link InFlight}, the age at the start of the running call, plus 1, or 0; for {@link Counter}, the count. */
    long number() {
        return number;
    }

    void number(long changed) {
        NUMBER.setRelease(this, changed);
    }

    /** For {@link TimeWindow}, the age at which the newest bucket began. */
    long began() {
        return began;
    }

    void began(long age) {
        BEGAN.setRelease(this, age);
    }

    /** For {@link TimeWindow}, which of the buckets is the newest. */
    int place() {
        return place;
    }

    void place(int changed) {
        PLACE.setRelease(this, changed);
    }

    long bucket(int index) {
        return (long) BUCKETS.getAcquire(buckets, index);
    }

    void bucket(int index, long changed) {
        BUCKETS.setRelease(buckets, index, changed);
    }

    boolean isOwnedBy(Thread thread) {
        return owner.refersTo(thread);
    }

    boolean takeOver(Thread heir) {
        WeakReference<Thread> last = owner;
        Thread alive = last.get();
        return (alive == null || !alive.isAlive()) && OWNER.compareAndSet(this, last, new WeakReference<>(heir));
    }
}
