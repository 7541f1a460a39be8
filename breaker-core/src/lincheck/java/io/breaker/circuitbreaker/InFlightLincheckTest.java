package io.breaker.circuitbreaker;

import io.breaker.Linearizable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Running and overdue calls are those of plain counters. Sweeps come one at a time here: of two at once, one may come while the
 * other moves a call ({@code SweepAgainstSweep}). */
@Tag("interleavings")
class InFlightLincheckTest {

    @Test
    void overdueCallsAreThoseOfACounterUnderChosenSwitches() {
        Linearizable.underChosenSwitches(Overdue.class, PlainOverdue.class);
    }

    @Test
    void overdueCallsAreThoseOfACounterUnderLoad() {
        Linearizable.underLoad(Overdue.class, PlainOverdue.class);
    }

    @Test
    void runningCallsAreThoseOfACounterUnderChosenSwitches() {
        Linearizable.underChosenSwitches(Running.class, PlainRunning.class);
    }

    @Test
    void runningCallsAreThoseOfACounterUnderLoad() {
        Linearizable.underLoad(Running.class, PlainRunning.class);
    }

    /** Calls that all have been running for too long: a sweep, an end and a start meet in one bucket. */
    public static class Overdue {

        final InFlight calls = InFlight.following(null, 0, 1_000);
        private final AtomicInteger started = new AtomicInteger();

        @Operation
        public void start() {
            calls.start(0);
            started.incrementAndGet();
        }

        @Operation
        public boolean finish() {
            boolean running = started.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
            if (running) {
                calls.finish(0);
            }
            return running;
        }

        @Operation(nonParallelGroup = "sweep")
        public int overdue() {
            return calls.overdue(10_000);
        }
    }

    public static class PlainOverdue {

        private int running;

        public void start() {
            running++;
        }

        public boolean finish() {
            if (running == 0) {
                return false;
            }
            running--;
            return true;
        }

        public int overdue() {
            return running;
        }
    }

    /** Calls of one bucket, none of them overdue: who reads while calls are moved may see one twice or not at all. */
    public static class Running extends Overdue {

        @Operation
        public int running() {
            return calls.totalRunning();
        }

        @Override
        public int overdue() {
            return calls.overdue(1);
        }
    }

    public static class PlainRunning extends PlainOverdue {

        public int running() {
            return super.overdue();
        }

        @Override
        public int overdue() {
            return 0;
        }
    }
}
