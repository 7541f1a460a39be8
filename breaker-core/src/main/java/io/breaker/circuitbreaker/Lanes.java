package io.breaker.circuitbreaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that one thread each writes and all threads read: a write needs no locked instruction and disturbs no other
 * processor. A thread keeps its lane as long as it lives; the lane of a dead one goes on, with what is in it, under the next
 * thread that wants the place. There are at most {@value #MOST} lanes: threads that get none must count elsewhere.
 *
 * <p>Lanes are found by the thread's number in a table that is replaced as a whole, by one compare-and-set, when a lane is
 * added; none is ever taken out. A lane's home in the table is its first owner's: an heir may lose sight of it when the table
 * grows, and gets another. Who takes a lane over has seen its owner dead, and so all that the owner wrote; nobody keeps a
 * dead thread, and what hangs on it, from being collected. Source: the table is that of {@code
 * java.util.concurrent.atomic.Striped64}, with owners.
 */
final class Lanes {

    static final int MOST = 64;

    private static final Lane[] NONE = new Lane[1];
    private static final VarHandle TABLE;

    static {
        try {
            TABLE = MethodHandles.lookup().findVarHandle(Lanes.class, "table", Lane[].class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final int buckets;
    private volatile @Nullable Lane[] table = NONE;

    /**
     * Makes lanes for any thread that asks.
     *
     * @param buckets how many buckets, all 0 at first, a lane has beside its other numbers
     */
    Lanes(int buckets) {
        this.buckets = buckets;
    }

    /** {@return the calling thread's lane, or {@code null} if it gets none} */
    @Nullable Lane mine() {
        Thread me = Thread.currentThread();
        @Nullable Lane[] lanes = table;
        Lane lane = lanes[place(me.getId(), lanes)];
        return lane != null && lane.isOwnedBy(me) ? lane : claim(me);
    }

    /** {@return all lanes, with gaps} */
    @Nullable Lane[] all() {
        return table;
    }

    @Nullable Lane claim(Thread me) {
        while (true) {
            @Nullable Lane[] old = table;
            int place = place(me.getId(), old);
            Lane there = old[place];
            if (there == null) {
                Lane mine = new Lane(this, me, buckets);
                @Nullable Lane[] more = old.clone();
                more[place] = mine;
                if (TABLE.compareAndSet(this, old, more)) {
                    return mine;
                }
            } else if (there.isOwnedBy(me) || there.takeOver(me)) {
                return there;
            } else if (old.length == MOST) {
                return null;
            } else {
                TABLE.compareAndSet(this, old, spread(old));
            }
        }
    }

    /** The same lanes in twice the places: whose homes did not meet before do not meet there, whoever owns them by now. */
    private static @Nullable Lane[] spread(@Nullable Lane[] old) {
        @Nullable Lane[] wider = new Lane[2 * old.length];
        for (Lane lane : old) {
            if (lane != null) {
                wider[place(lane.home, wider)] = lane;
            }
        }
        return wider;
    }

    private static int place(long thread, @Nullable Lane[] lanes) {
        return (int) thread & (lanes.length - 1);
    }
}
