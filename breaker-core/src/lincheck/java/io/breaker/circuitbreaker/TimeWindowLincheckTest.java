package io.breaker.circuitbreaker;

import io.breaker.Linearizable;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A time window, read one number at a time: a tally reads its cells one after the other, so that two of its numbers may be of
 * different moments; the races in the jcstress tests say which pairs can be seen. */
@Tag("interleavings")
class TimeWindowLincheckTest {

    @Test
    void atOneTimeEachNumberIsThatOfACounterUnderChosenSwitches() {
        Linearizable.underChosenSwitches(AtOneTime.class, Counters.class);
    }

    @Test
    void atOneTimeEachNumberIsThatOfACounterUnderLoad() {
        Linearizable.underLoad(AtOneTime.class, Counters.class);
    }

    @Test
    void asTimeGoesTheCallsAreThoseOfARingOfBucketsUnderChosenSwitches() {
        Linearizable.underChosenSwitches(AsTimeGoes.class, BucketRing.class);
    }

    @Test
    void asTimeGoesTheCallsAreThoseOfARingOfBucketsUnderLoad() {
        Linearizable.underLoad(AsTimeGoes.class, BucketRing.class);
    }

    @Param(name = "outcome", gen = IntGen.class, conf = "0:3")
    public static class AtOneTime {

        private final Window window = new TimeWindow(10, 0);

        @Operation
        public void record(@Param(name = "outcome") int outcome) {
            window.record(outcome, 0);
        }

        @Operation
        public int calls() {
            return window.tally(0, 0).calls();
        }
    }

    public static class Counters {

        private int calls;

        public void record(int outcome) {
            calls++;
        }

        public int calls() {
            return calls;
        }
    }

    /** Threads whose clocks are one round of buckets apart at most, and so meet in one place of the ring. */
    @Param(name = "outcome", gen = IntGen.class, conf = "0:1")
    @Param(name = "round", gen = IntGen.class, conf = "0:2")
    public static class AsTimeGoes {

        private static final long ROUND = 10_000_000_000L;

        private final Window window = new TimeWindow(10, 0);

        @Operation
        public void record(@Param(name = "outcome") int outcome, @Param(name = "round") int round) {
            window.record(outcome, round * ROUND);
        }

        @Operation
        public int calls(@Param(name = "round") int round) {
            return window.tally(round * ROUND, 0).calls();
        }
    }

    /** One place: it belongs to the newest round, and who comes late is dropped. */
    public static class BucketRing {

        private int newest;
        private int calls;

        public void record(int outcome, int round) {
            if (round > newest) {
                newest = round;
                calls = 0;
            }
            if (round == newest) {
                calls++;
            }
        }

        public int calls(int round) {
            return round > newest ? 0 : calls; // who read the clock long ago sees what is there now
        }
    }
}
