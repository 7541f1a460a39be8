package io.breaker.benchmarks.peers;

import java.util.function.Supplier;

/** What the breakers guard: as good as nothing, so that the guarding is what is measured. */
public final class Work {

    private Work() {}

    /** Returns a constant. */
    public static final class Succeeding implements Supplier<String> {
        @Override
        public String get() {
            return "done";
        }
    }

    /**
     * Throws, but for every fiftieth call: so a window of the last hundred is never all failures, and a breaker with a
     * threshold of 100 percent stays closed for ever. The exception is made beforehand. For one thread.
     */
    public static final class Failing implements Supplier<String> {

        private static final int PERIOD = 50;
        private final RuntimeException failure = new Failure();
        private int calls;

        @Override
        public String get() {
            calls++;
            if (calls < PERIOD) {
                throw failure;
            }
            calls = 0;
            return "done";
        }
    }

    /** What no call should reach. */
    public static final class Forbidden implements Supplier<String> {
        @Override
        public String get() {
            throw new AssertionError("a call was let in that should have been refused");
        }
    }

    /** What failing work throws: without a stack trace. */
    public static final class Failure extends RuntimeException {
        Failure() {
            super("failed", null, false, false);
        }
    }
}
