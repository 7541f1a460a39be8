package io.breaker;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts the thread that runs the user's code, if that has not ended. No interruption comes after the end: who ends the
 * code waits the few instructions that one under way takes, and takes it back if nobody has noticed it. For policies.
 *
 * <p>A thread has one interrupt flag for all who interrupt it, such as two time limits around the same code. So who finds it
 * set sends nothing, for that would be lost with the other's, and tries again after a moment; and who ends the code takes
 * back what it finds only if no other of these has sent after it.
 */
public final class Interruption {

    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Who was the last to interrupt a thread, until its code has ended: the flag, if it is set, is this one's. */
    private static final ConcurrentMap<Thread, Interruption> LAST = new ConcurrentHashMap<>();

    private enum State {
        RUNNING,
        ENDED,
        INTERRUPTING,
        INTERRUPTED,
        /** To be interrupted once somebody else's interruption has been noticed. */
        DUE
    }

    private final @Nullable Thread thread;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

    private Interruption(@Nullable Thread thread) {
        this.thread = thread;
    }

    /** {@return one for code that the current thread is about to run} */
    public static Interruption ofCurrentThread() {
        return new Interruption(Thread.currentThread());
    }

    /** {@return one that interrupts nobody, and tells all the same which was first, it or the end} */
    public static Interruption ofNobody() {
        return new Interruption(null);
    }

    /**
     * Interrupts the code, at once or as soon as another interruption of its thread has been noticed. Does nothing if the
     * code has ended.
     *
     * @param timer has it tried again
     */
    public void interrupt(Timer timer) {
        interrupt(timer, SHORTEST_PAUSE_NANOS);
    }

    private void interrupt(Timer timer, long pauseNanos) {
        if (!isDelivered()) {
            long longer = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
            timer.schedule(pauseNanos, () -> interrupt(timer, longer));
        }
    }

    private boolean isDelivered() {
        State before = state.get();
        boolean isWanted = before == State.RUNNING || before == State.DUE;
        if (!isWanted || !state.compareAndSet(before, State.INTERRUPTING)) {
            return true; // or it has ended, or another thread sees to it
        }
        State after = State.INTERRUPTED;
        try {
            if (thread != null && !isFree(thread)) {
                after = State.DUE;
            } else if (thread != null) {
                thread.interrupt();
            }
        } finally {
            state.set(after);
        }
        return after == State.INTERRUPTED;
    }

    /** Looks whether nobody else's interruption is under way or unnoticed; if so, the next one is this one's. */
    private boolean isFree(Thread target) {
        return LAST.compute(target, (any, last) -> target.isInterrupted() || isSending(last) ? last : this) == this;
    }

    private static boolean isSending(@Nullable Interruption last) {
        return last != null && last.state.get() == State.INTERRUPTING;
    }

    /**
     * The code has ended, on its thread.
     *
     * @return whether its outcome is its own: nobody has interrupted it this way before, or somebody else's interruption,
     *     which it noticed, was in the way
     */
    public boolean end() {
        for (State now = state.get(); now != State.INTERRUPTED; now = state.get()) {
            if (now == State.INTERRUPTING) {
                Thread.onSpinWait();
            } else if (state.compareAndSet(now, State.ENDED)) {
                return now == State.RUNNING || !Thread.currentThread().isInterrupted();
            }
        }
        if (thread != null) {
            LAST.computeIfPresent(thread, (any, last) -> last == this ? takenBack() : last);
        }
        return false;
    }

    /** In one step with the look at who was the last: the next one to send may be about to. */
    private static @Nullable Interruption takenBack() {
        Thread.interrupted();
        return null;
    }
}
