package io.breaker;

/**
 * Where policies read the time: a monotonic clock in nanoseconds, of which only differences mean something. Wall-clock
 * steps do not touch it. Implementations are thread-safe and never run backwards; tests pass one that they move by hand.
 */
@FunctionalInterface
public interface TimeSource {

    /**
     * The monotonic time now.
     *
     * @return nanoseconds since an arbitrary origin
     */
    long nanoTime();

    /**
     * The system's monotonic clock, {@link System#nanoTime()}: exact, and about 20 ns a reading.
     *
     * @return the clock
     */
    static TimeSource precise() {
        return SystemClocks.PRECISE;
    }

    /**
     * A clock that one daemon thread moves every millisecond while anybody reads it: a reading costs a volatile read and
     * is at most about a millisecond old. For callers who can live with that error in the durations of calls.
     *
     * <p>If the thread is stalled (a pause of the virtual machine, a starved processor), time stands still and then jumps
     * forward to the right value: nothing breaks, durations are measured too short by the length of the stall and open
     * periods end later by as much. A clock that nobody has read for a second stops its thread; the next reading is exact
     * and starts it again.
     *
     * @return the clock
     */
    static TimeSource coarse() {
        return CoarseClock.INSTANCE;
    }
}
