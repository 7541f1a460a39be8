package io.breaker.benchmarks.peers;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Opens breakers that cannot be opened by hand. */
final class Driver {

    /** Work that always fails. */
    static final Supplier<String> FAILING = () -> {
        throw new Work.Failure();
    };

    private static final int ENOUGH = 10 * Settings.WINDOW_CALLS;

    private Driver() {}

    /**
     * Lets calls fail until the breaker refuses one.
     *
     * @throws IllegalStateException if it goes on letting them through
     */
    static void untilOpen(Callable<?> failingCall) {
        for (int i = 0; i < ENOUGH; i++) {
            if (isRefused(failingCall)) {
                return;
            }
        }
        throw new IllegalStateException("still closed after " + ENOUGH + " failures");
    }

    private static boolean isRefused(Callable<?> failingCall) {
        try {
            failingCall.call();
            return false;
        } catch (Work.Failure letThrough) {
            return false;
        } catch (Exception refused) {
            return true;
        }
    }
}
