package io.breaker.circuitbreaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The last {@code size} calls, exactly: a ring of one byte a call and, in one {@code long}, the place in the ring and the
 * running totals.
 *
 * <p>A record is one compare-and-set of that {@code long}, which takes the next place, adds the new outcome and subtracts
 * the one that it pushes out, all at once: so the totals always are those of the last calls in the order of these
 * compare-and-sets. The byte is written after it. A thread that comes to the same place one round later must know that
 * byte; each byte therefore carries the parity of its round, and who finds the old round waits for the other's one store.
 * A success that meets a full window of nothing but successes changes nothing, and writes nothing.
 *
 * <p>The totals take as many bits as the size needs and the count of rounds takes the rest, so that
 * hundreds of thousands of calls pass before the same {@code long} comes back while a thread sleeps between reading it and
 * replacing it: what it read in the ring would be outdated.
 */
final class CountWindow implements Window {

    /** The most calls that fit: three totals need 15 bits each then, and a place 16. */
    static final int MAX_SIZE = (1 << 15) - 1;

    private static final long FULL = 1L << 63;
    private static final int SPINS = 100;
    private static final int MOST_TRIES = 1_000;
    private static final long CHANGED = -1;

    private static final int ODD_ROUND = 4;
    private static final int WRITTEN = 8;
    private static final int OUTCOME = FAILED | SLOW;
    private static final int PUSHED_OUT = -1;

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
    private final int
            field; // bits: failed, slow, slow and failed; then one more for the place, which counts two rounds
    private final int placeShift;
    private final long fieldMask;
    private final long badMask;
    private final long placeMask;
    private volatile long totals;

    CountWindow(int size) {
        this.ring = new byte[size];
        this.field = 32 - Integer.numberOfLeadingZeros(size);
        this.placeShift = 3 * field;
        this.fieldMask = (1L << field) - 1;
        this.badMask = (1L << placeShift) - 1;
        this.placeMask = (1L << (field + 1)) - 1;
    }

    @Override
    public boolean record(int outcome, long nowNanos, @Nullable Lane mine) {
        record(outcome);
        return false; // what a bad outcome pushes out was there before: only bad outcomes raise a rate
    }

    private void record(int outcome) {
        int spins = 0;
        while (true) {
            long old = totals;
            if (outcome == 0 && (old & (FULL | badMask)) == FULL) {
                return;
            }
            int place = place(old);
            int evicted = 0;
            if ((old & FULL) != 0) {
                byte entry = (byte) RING.getAcquire(ring, slot(place));
                if (!isOf(round(place) ^ ODD_ROUND, entry)) {
                    pause(++spins);
                    continue;
                }
                evicted = entry & OUTCOME;
            }
            if (TOTALS.compareAndSet(this, old, next(old, place, outcome, evicted))) {
                RING.setRelease(ring, slot(place), (byte) (outcome | round(place) | WRITTEN));
                return;
            }
        }
    }

    private int slot(int place) {
        return place < ring.length ? place : place - ring.length;
    }

    private int round(int place) {
        return place < ring.length ? 0 : ODD_ROUND;
    }

    private static boolean isOf(int round, byte entry) {
        return (entry & (WRITTEN | ODD_ROUND)) == (WRITTEN | round);
    }

    /** Its store is the other's next step; if it does not come soon, the other has lost its processor. */
    @SuppressWarnings("ThreadPriorityCheck") // only how soon it goes on depends on the scheduler
    private static void pause(int spins) {
        if (spins % SPINS == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    private long next(long old, int place, int outcome, int evicted) {
        long bad = (old & badMask) + weight(outcome) - weight(evicted);
        long rounds = (old & ~FULL) >>> placeShift;
        long nextRounds = place + 1 == 2 * ring.length ? (rounds | placeMask) + 1 : rounds + 1;
        long full = place + 1 == ring.length ? FULL : old & FULL;
        return full | ((nextRounds << placeShift) & ~FULL) | bad;
    }

    private long weight(int outcome) {
        return switch (outcome) {
            case 0 -> 0;
            case FAILED -> 1;
            case SLOW -> 1L << field;
            default -> 1 | (1L << field) | (1L << (2 * field));
        };
    }

    private int place(long totals) {
        return (int) (totals >>> placeShift & placeMask);
    }

    private int calls(long totals) {
        return (totals & FULL) != 0 ? ring.length : place(totals);
    }

    @Override
    public Tally tally(long nowNanos, int moreSlow) {
        int keep = Math.max(0, ring.length - moreSlow);
        for (int tries = 1; ; tries++) {
            long seen = totals;
            Tally tally = calls(seen) <= keep ? unpack(calls(seen), seen) : newest(seen, keep, tries > MOST_TRIES);
            if (tally != null) {
                return tally.plusSlow(Math.min(moreSlow, ring.length));
            }
            pause(tries);
        }
    }

    /**
     * Looks at the newest calls one by one, or, if they are more, at those before them. Exact, or {@code null} if others
     * changed what it looked at; who has tried often enough takes what they wrote instead.
     */
    private @Nullable Tally newest(long seen, int keep, boolean anyway) {
        int calls = calls(seen);
        boolean few = keep <= calls - keep;
        long weights = few ? weights(seen, 1, keep, anyway) : weights(seen, keep + 1, calls, anyway);
        if (weights == CHANGED) {
            return null;
        }
        if (few) {
            return unpack(keep, weights);
        }
        Tally all = unpack(calls, seen);
        Tally older = unpack(calls - keep, weights);
        return new Tally(
                keep,
                Math.max(0, all.failed() - older.failed()),
                Math.max(0, all.slow() - older.slow()),
                Math.max(0, all.slowFailed() - older.slowFailed()));
    }

    /** The sum of the outcomes of the calls that lie so many steps back. */
    private long weights(long seen, int from, int to, boolean anyway) {
        int place = Math.floorMod(place(seen) - from, 2 * ring.length);
        long sum = 0;
        for (int steps = from; steps <= to; steps++) {
            byte entry = (byte) RING.getAcquire(ring, slot(place));
            if (!anyway && !isOf(round(place), entry)) {
                return CHANGED;
            }
            sum += weight(entry & OUTCOME);
            place = place == 0 ? 2 * ring.length - 1 : place - 1;
        }
        return sum;
    }

    private Tally unpack(int calls, long bad) {
        int failed = (int) (bad & fieldMask);
        int slow = (int) (bad >>> field & fieldMask);
        int slowFailed = (int) ((bad >>> (2 * field)) & fieldMask);
        return new Tally(calls, failed, slow, slowFailed);
    }

    /** A copy of another size. Calls that are recorded meanwhile may be missing, but none is there with another outcome. */
    CountWindow resized(int size) {
        CountWindow window = new CountWindow(size);
        long seen = totals;
        for (int i = Math.min(calls(seen), size); i >= 1; i--) {
            int outcome = writtenBefore(seen, i);
            if (outcome != PUSHED_OUT) {
                window.record(outcome);
            }
        }
        return window;
    }

    /** An outcome that lies so many steps back. Waits for one that is counted and not yet written. */
    private int writtenBefore(long seen, int steps) {
        int place = Math.floorMod(place(seen) - steps, 2 * ring.length);
        for (int spins = 1; ; spins++) {
            byte entry = (byte) RING.getAcquire(ring, slot(place));
            if (isOf(round(place), entry)) {
                return entry & OUTCOME;
            }
            int since = Math.floorMod(place(totals) - place(seen), 2 * ring.length);
            if (since + steps > ring.length) {
                return PUSHED_OUT;
            }
            pause(spins);
        }
    }
}
