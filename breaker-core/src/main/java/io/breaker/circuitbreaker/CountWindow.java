package io.breaker.circuitbreaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The last {@code size} calls, exactly: a ring of one byte a call and, in one {@code long}, the place in the ring and the
 * running totals.
 *
 * <p>A record is one compare-and-set of that {@code long}, which takes the next place, adds the new outcome and subtracts
 * the one that it pushes out, all at once: so the totals always are those of the last calls in the order of these
 * compare-and-sets. The byte is written after it. A thread that comes to the same place one round later must know that
 * byte; each byte therefore carries the parity of its round, and who finds the old round waits for the other's one store.
 * A success that meets a full window of nothing but successes changes nothing, and writes nothing.
 */
final class CountWindow implements Window {

    /** The most calls that fit: three totals and a place need 15 bits each. */
    static final int MAX_SIZE = (1 << 15) - 1;

    private static final int FIELD = 15;
    private static final long FIELD_MASK = (1L << FIELD) - 1;
    private static final int SLOW_SHIFT = FIELD;
    private static final int SLOW_FAILED_SHIFT = 2 * FIELD;
    private static final long BAD_MASK = (1L << (3 * FIELD)) - 1;
    private static final int PLACE_SHIFT = 3 * FIELD; // a place counts through two rounds, for the parity
    private static final long PLACE_MASK = (1L << 16) - 1;
    private static final long FULL = 1L << 62;

    private static final int ODD_ROUND = 4;
    private static final int WRITTEN = 8;
    private static final int OUTCOME = FAILED | SLOW;

    private static final VarHandle TOTALS;
    private static final VarHandle RING = MethodHandles.arrayElementVarHandle(byte[].class);

    static {
        try {
            TOTALS = MethodHandles.lookup().findVarHandle(CountWindow.class, "totals", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final byte[] ring;
    private volatile long totals;

    CountWindow(int size) {
        this.ring = new byte[size];
    }

    @Override
    public boolean record(int outcome, long nowNanos) {
        record(outcome);
        return false; // what a bad outcome pushes out was there before: only bad outcomes raise a rate
    }

    private void record(int outcome) {
        while (true) {
            long old = totals;
            if (outcome == 0 && (old & (FULL | BAD_MASK)) == FULL) {
                return;
            }
            int place = place(old);
            int slot = place < ring.length ? place : place - ring.length;
            int round = place < ring.length ? 0 : ODD_ROUND;
            int evicted = 0;
            if ((old & FULL) != 0) {
                byte entry = (byte) RING.getAcquire(ring, slot);
                if ((entry & WRITTEN) == 0 || (entry & ODD_ROUND) == round) {
                    Thread.onSpinWait();
                    continue;
                }
                evicted = entry & OUTCOME;
            }
            if (TOTALS.compareAndSet(this, old, next(old, place, outcome, evicted))) {
                RING.setRelease(ring, slot, (byte) (outcome | round | WRITTEN));
                return;
            }
        }
    }

    private long next(long old, int place, int outcome, int evicted) {
        long bad = (old & BAD_MASK) + weight(outcome) - weight(evicted);
        int nextPlace = place + 1 == 2 * ring.length ? 0 : place + 1;
        long full = nextPlace == ring.length ? FULL : old & FULL;
        return full | (long) nextPlace << PLACE_SHIFT | bad;
    }

    private static long weight(int outcome) {
        return switch (outcome) {
            case 0 -> 0;
            case FAILED -> 1;
            case SLOW -> 1L << SLOW_SHIFT;
            default -> 1 | 1L << SLOW_SHIFT | 1L << SLOW_FAILED_SHIFT;
        };
    }

    private static int place(long totals) {
        return (int) (totals >>> PLACE_SHIFT & PLACE_MASK);
    }

    private int calls(long totals) {
        return (totals & FULL) != 0 ? ring.length : place(totals);
    }

    @Override
    public Tally tally(long nowNanos, int moreSlow) {
        long seen = totals;
        int keep = Math.max(0, ring.length - moreSlow);
        Tally tally = calls(seen) <= keep ? unpack(seen) : newest(seen, keep);
        return tally.plusSlow(Math.min(moreSlow, ring.length));
    }

    private Tally unpack(long seen) {
        int failed = (int) (seen & FIELD_MASK);
        int slow = (int) (seen >>> SLOW_SHIFT & FIELD_MASK);
        int slowFailed = (int) (seen >>> SLOW_FAILED_SHIFT & FIELD_MASK);
        return new Tally(calls(seen), failed, slow, slowFailed);
    }

    /** Counts the newest calls one by one. Exact unless others record meanwhile: then some of theirs are among them. */
    private Tally newest(long seen, int keep) {
        long bad = 0;
        for (int i = 1; i <= keep; i++) {
            bad += weight(outcomeBefore(seen, i));
        }
        int failed = (int) (bad & FIELD_MASK);
        int slow = (int) (bad >>> SLOW_SHIFT & FIELD_MASK);
        return new Tally(keep, failed, slow, (int) (bad >>> SLOW_FAILED_SHIFT & FIELD_MASK));
    }

    private int outcomeBefore(long seen, int steps) {
        int slot = Math.floorMod(place(seen) - steps, ring.length);
        return (byte) RING.getAcquire(ring, slot) & OUTCOME;
    }

    CountWindow resized(int size) {
        CountWindow window = new CountWindow(size);
        long seen = totals;
        for (int i = Math.min(calls(seen), size); i >= 1; i--) {
            window.record(outcomeBefore(seen, i));
        }
        return window;
    }
}
