package io.breaker.bulkhead;

import io.breaker.PaddedLong;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * So many permits, and how many of them are taken. Never are more taken than there are, and who is refused was so at a
 * moment at which all were. Lock-free.
 *
 * <p>Where threads get into each other's way at the one number that all change, a thread keeps the permit of a call that has
 * ended, if there are others left, for its next call: at a place that seldom another thread changes. What is kept is free
 * for all; who finds none left otherwise looks there.
 *
 * <p>Source, for the places: D. Lea and others, {@code java.util.concurrent.atomic.Striped64}. For the look at all of them
 * that is repeated if something has changed meanwhile: Y. Afek and others, "Atomic Snapshots of Shared Memory", 1993, the
 * double collect.
 */
final class PermitCount {

    /** A power of two. */
    private static final int NUMBER_OF_PLACES =
            Integer.highestOneBit(Math.min(32, 2 * Runtime.getRuntime().availableProcessors()));

    private static final VarHandle PLACES;

    static {
        try {
            PLACES = MethodHandles.lookup().findVarHandle(PermitCount.class, "places", PaddedLong[].class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private static final int LIMIT_SHIFT = 32;
    private static final long TAKEN = (1L << LIMIT_SHIFT) - 1;

    /**
     * Above, how many permits there are; below, how many of them are taken by calls, or kept. One number, so that nobody takes
     * a permit that has just been abolished.
     */
    private final PaddedLong count;

    /** Nothing, until two threads meet. A place is odd while a permit is kept there, and one more after each change. */
    private volatile PaddedLong @Nullable [] places;

    PermitCount(int limit) {
        this.count = new PaddedLong((long) limit << LIMIT_SHIFT);
    }

    /** {@return how many could still be taken from the count; below 0 if there are fewer now than are taken} */
    private static int left(long count) {
        return (int) (count >>> LIMIT_SHIFT) - (int) count;
    }

    /** Changes how many there are. If more are taken, none is to be had until enough have been given back. */
    void limit(int changed) {
        long now;
        long seen = count.get();
        do {
            now = seen;
            seen = count.compareAndExchange(now, ((long) changed << LIMIT_SHIFT) | (now & TAKEN));
        } while (seen != now);
    }

    /** Takes a permit if one is free. */
    boolean take() {
        PaddedLong[] all = places;
        if ((all != null && takeKept(mine(all))) || takeCounted()) {
            return true;
        }
        all = places; // which others may have made meanwhile
        return all != null && search(all);
    }

    private boolean takeCounted() {
        long now = count.get();
        while (left(now) > 0) {
            long seen = count.compareAndExchange(now, now + 1);
            if (seen == now) {
                return true;
            }
            now = seen;
            spread();
        }
        return false;
    }

    private boolean takeKept(PaddedLong place) {
        long now = place.get();
        return isKept(now) && place.compareAndExchange(now, now + 1) == now && stands();
    }

    /** Whether a permit that was kept still is one: if there are fewer now than are taken, it is no more. */
    private boolean stands() {
        long now = count.get();
        while (left(now) < 0) {
            long seen = count.compareAndExchange(now, now - 1);
            if (seen == now) {
                return false;
            }
            now = seen;
        }
        return true;
    }

    private static boolean isKept(long place) {
        return (place & 1) != 0;
    }

    private boolean search(PaddedLong[] all) {
        while (true) {
            long changes = changes(all);
            for (PaddedLong place : all) {
                if (takeKept(place)) {
                    return true;
                }
            }
            if (takeCounted()) {
                return true;
            }
            if (changes(all) == changes) {
                return false; // since nothing was kept, and then all were taken, and then still nothing had been kept
            }
        }
    }

    private static long changes(PaddedLong[] all) {
        long changes = 0;
        for (PaddedLong place : all) {
            changes += place.get();
        }
        return changes;
    }

    /** {@return whether the permit that the caller holds is the only one that is taken, and none is kept} */
    boolean isOneTaken() {
        return (int) count.get() == 1;
    }

    /** Gives a permit back that was taken. Who waits must be looked for afterwards. */
    void giveBack() {
        PaddedLong[] all = places;
        if (all == null || left(count.get()) <= 0 || !keep(mine(all))) {
            count.getAndAdd(-1);
        }
    }

    private static boolean keep(PaddedLong place) {
        long now = place.get();
        return !isKept(now) && place.compareAndExchange(now, now + 1) == now;
    }

    /** {@return how many permits are taken} While calls begin and end it may be a few off. */
    int taken() {
        long kept = 0;
        PaddedLong[] all = places;
        if (all != null) {
            for (PaddedLong place : all) {
                kept += place.get() & 1;
            }
        }
        return (int) Math.max(0, (int) count.get() - kept);
    }

    private static PaddedLong mine(PaddedLong[] all) {
        return all[(int) Thread.currentThread().getId() & (all.length - 1)];
    }

    /** Makes the places. Of two threads that do, one wins: the other's are never seen. */
    void spread() {
        if (places == null) {
            PaddedLong[] all = new PaddedLong[NUMBER_OF_PLACES];
            for (int i = 0; i < all.length; i++) {
                all[i] = new PaddedLong(0);
            }
            PLACES.compareAndSet(this, null, all);
        }
    }
}
