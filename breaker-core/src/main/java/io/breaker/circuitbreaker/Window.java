package io.breaker.circuitbreaker;

import org.jspecify.annotations.Nullable;

/**
 * The outcomes that a breaker decides on. Thread-safe, without locks. An outcome is a sum of the bits {@link #FAILED} and
 * {@link #SLOW}; neither of them is a success.
 */
interface Window {

    int FAILED = 1;
    int SLOW = 2;

    /**
     * Records a settled call.
     *
     * @param mine a lane of the calling thread, if one is at hand, perhaps of other lanes than {@link #lanes}
     * @return whether older outcomes may have left the window, so that a rate may have risen even if this one is good
     */
    boolean record(int outcome, long nowNanos, @Nullable Lane mine);

    default boolean record(int outcome, long nowNanos) {
        return record(outcome, nowNanos, null);
    }

    /** The lanes in which the window counts, with room for {@link InFlight}; new ones, if it counts elsewhere. */
    default Lanes lanes() {
        return new Lanes(0);
    }

    /** What the window holds, as if that many more slow calls had just been recorded. */
    Tally tally(long nowNanos, int moreSlow);

    static Window of(CircuitBreakerConfig config, long nowNanos) {
        return config.slidingWindowType() == SlidingWindowType.COUNT_BASED
                ? new CountWindow(config.slidingWindowSize())
                : new TimeWindow(config.slidingWindowSize(), nowNanos);
    }

    /** A window of another shape that starts with this one's contents, as far as they fit. */
    static Window reshaped(Window old, CircuitBreakerConfig config, long nowNanos) {
        if (old instanceof CountWindow count && config.slidingWindowType() == SlidingWindowType.COUNT_BASED) {
            return count.resized(config.slidingWindowSize());
        }
        Window window = of(config, nowNanos);
        Tally tally = old.tally(nowNanos, 0);
        int most = config.slidingWindowType() == SlidingWindowType.COUNT_BASED
                ? config.slidingWindowSize()
                : tally.calls();
        double share = tally.calls() <= most ? 1 : (double) most / tally.calls();
        int slowFailed = (int) (tally.slowFailed() * share);
        int slow = (int) (tally.slow() * share) - slowFailed;
        int failed = (int) (tally.failed() * share) - slowFailed;
        int good = (int) (tally.calls() * share) - slowFailed - slow - failed;
        repeat(window, 0, good, nowNanos);
        repeat(window, SLOW, slow, nowNanos);
        repeat(window, FAILED, failed, nowNanos);
        repeat(window, FAILED | SLOW, slowFailed, nowNanos);
        return window;
    }

    private static void repeat(Window window, int outcome, int times, long nowNanos) {
        if (window instanceof TimeWindow time && times > 0) {
            time.record(outcome, times, nowNanos);
            return;
        }
        for (int i = 0; i < times; i++) {
            window.record(outcome, nowNanos);
        }
    }
}
