package io.breaker;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts the thread that runs the user's code, if that has not ended. No interruption comes after the end: who ends the
 * code waits the few instructions that one under way takes, and takes it back if nobody has noticed it. For policies.
 */
public final class Interruption {

    private enum State {
        RUNNING,
        ENDED,
        INTERRUPTING,
        INTERRUPTED
    }

    private final @Nullable Thread thread;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private boolean sent; // published by the state

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

    /** Interrupts the code. Does nothing if it has ended. */
    public void interrupt() {
        if (!state.compareAndSet(State.RUNNING, State.INTERRUPTING)) {
            return;
        }
        try {
            if (thread != null && !thread.isInterrupted()) { // else somebody else's is under way, and stays
                sent = true;
                thread.interrupt();
            }
        } finally {
            state.set(State.INTERRUPTED);
        }
    }

    /**
     * The code has ended, on its thread.
     *
     * @return whether nobody has interrupted it this way before
     */
    public boolean end() {
        if (state.compareAndSet(State.RUNNING, State.ENDED)) {
            return true;
        }
        while (state.get() == State.INTERRUPTING) {
            Thread.onSpinWait();
        }
        if (sent) {
            Thread.interrupted();
        }
        return state.get() == State.ENDED;
    }
}
