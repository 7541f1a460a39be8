package io.breaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that many threads change with every call, at a cache line's distance from whatever lies before and behind it: what
 * they read beside it, such as the configuration, stays in their caches. For policies. Thread-safe; each access is volatile.
 *
 * <p>HotSpot lays the longs of a class out as they are declared: looked at on Java 17 and 25. Elsewhere the number is as
 * right, and perhaps slower.
 */
public final class PaddedLong {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(PaddedLong.class, "value", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("unused")
    private long p1, p2, p3, p4, p5, p6, p7;

    private volatile long value;

    @SuppressWarnings("unused")
    private long q1, q2, q3, q4, q5, q6, q7;

    /**
     * Makes a number.
     *
     * @param value what it is at first
     */
    public PaddedLong(long value) {
        this.value = value;
    }

    /** {@return the number} */
    public long get() {
        return value;
    }

    /**
     * Changes the number if it is what is expected.
     *
     * @param expected what it must be
     * @param changed what it then is
     * @return what it was: if that is what was expected, it has been changed
     */
    public long compareAndExchange(long expected, long changed) {
        return (long) VALUE.compareAndExchange(this, expected, changed);
    }

    /**
     * Adds to the number.
     *
     * @param more how much, also below 0
     * @return what it was before
     */
    public long getAndAdd(long more) {
        return (long) VALUE.getAndAdd(this, more);
    }
}
