package io.breaker.circuitbreaker;

import io.breaker.Body;
import io.breaker.circuitbreaker.CircuitBreaker.Outcome;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What guarded code does, well or badly. */
enum Fault implements Body<@Nullable Object, Exception> {
    NONE(60, Outcome.SUCCESS) {
        @Override
        public Object call() {
            return "fine";
        }
    },
    SHORT_PAUSE(12, Outcome.SUCCESS) {
        @Override
        public Object call() {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(300));
            return "fine";
        }
    },
    SLOW(6, Outcome.SUCCESS) {
        @Override
        public Object call() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(6));
            return "fine";
        }
    },
    HUNG(1, Outcome.SUCCESS) {
        @Override
        public Object call() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            return "fine";
        }
    },
    EXCEPTION(14, null) {
        @Override
        public Object call() {
            throw new Thrown("failed");
        }
    },
    WRAPPED(2, null) {
        @Override
        public Object call() {
            throw new CompletionException(new Thrown("failed inside"));
        }
    },
    SLOW_EXCEPTION(2, null) {
        @Override
        public Object call() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(6));
            throw new Thrown("failed late");
        }
    },
    ERROR(2, Outcome.FAILURE) {
        @Override
        public Object call() {
            throw new AssertionError("an error");
        }
    },
    CHECKED_BY_A_BROKEN_PREDICATE(2, null) {
        @Override
        public Object call() {
            throw new Thrown(BREAKS_PREDICATES);
        }
    },
    UNWANTED_RESULT(3, null) {
        @Override
        public Object call() {
            return UNWANTED;
        }
    },
    RESULT_THAT_BREAKS_THE_PREDICATE(1, Outcome.SUCCESS) {
        @Override
        public Object call() {
            return BREAKS_PREDICATES;
        }
    },
    NULL_RESULT(1, Outcome.SUCCESS) {
        @Override
        public @Nullable Object call() {
            return null;
        }
    },
    IGNORED(3, null) {
        @Override
        public Object call() {
            throw new Ignorable();
        }
    },
    INTERRUPTED(2, Outcome.IGNORED) {
        @Override
        public Object call() throws InterruptedException {
            throw new InterruptedException();
        }
    },
    INTERRUPTED_IN_IO(1, Outcome.IGNORED) {
        @Override
        public Object call() throws ClosedByInterruptException {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    };

    static final String UNWANTED = "unwanted";
    static final String BREAKS_PREDICATES = "breaks predicates";

    private static final Fault[] ALL = values();
    private static final int TOTAL = total();

    private final int weight;
    private final @Nullable Outcome always;

    Fault(int weight, @Nullable Outcome always) {
        this.weight = weight;
        this.always = always;
    }

    private static int total() {
        int sum = 0;
        for (Fault fault : ALL) {
            sum += fault.weight;
        }
        return sum;
    }

    static Fault random(RandomGenerator random) {
        int left = random.nextInt(TOTAL);
        for (Fault fault : ALL) {
            left -= fault.weight;
            if (left < 0) {
                return fault;
            }
        }
        throw new AssertionError("weights");
    }

    /** {@return what this is under every configuration, or null if that depends on it} */
    @Nullable Outcome always() {
        return always;
    }

    /** An exception that costs no stack trace. */
    static class Thrown extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Thrown(String message) {
            super(message, null, false, false);
        }
    }

    /** One that some configurations ignore. */
    static final class Ignorable extends Thrown {

        private static final long serialVersionUID = 1L;

        Ignorable() {
            super("ignorable");
        }
    }
}
