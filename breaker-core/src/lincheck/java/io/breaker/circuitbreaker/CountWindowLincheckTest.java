package io.breaker.circuitbreaker;

import io.breaker.Linearizable;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A count window is the plain sequential ring of the last outcomes. Few places, so that threads meet one round later. */
@Tag("interleavings")
class CountWindowLincheckTest {

    @Test
    void aRingOfTwoUnderChosenSwitches() {
        Linearizable.underChosenSwitches(OfTwo.class, RingOfTwo.class);
    }

    @Test
    void aRingOfTwoUnderLoad() {
        Linearizable.underLoad(OfTwo.class, RingOfTwo.class);
    }

    @Test
    void aRingOfThreeUnderChosenSwitches() {
        Linearizable.underChosenSwitches(OfThree.class, RingOfThree.class);
    }

    @Test
    void aRingOfThreeUnderLoad() {
        Linearizable.underLoad(OfThree.class, RingOfThree.class);
    }

    @Param(name = "outcome", gen = IntGen.class, conf = "0:3")
    public static class OfTwo {

        private final CountWindow window;

        public OfTwo() {
            this(2);
        }

        OfTwo(int size) {
            window = new CountWindow(size);
        }

        @Operation
        public void record(@Param(name = "outcome") int outcome) {
            window.record(outcome, 0);
        }

        @Operation
        public String tally() {
            return window.tally(0, 0).toString();
        }
    }

    @Param(name = "outcome", gen = IntGen.class, conf = "0:3")
    public static class OfThree extends OfTwo {

        public OfThree() {
            super(3);
        }
    }

    public static class RingOfTwo {

        private final Deque<Integer> ring = new ArrayDeque<>();
        private final int size;

        public RingOfTwo() {
            this(2);
        }

        RingOfTwo(int size) {
            this.size = size;
        }

        public void record(int outcome) {
            if (ring.size() == size) {
                ring.removeFirst();
            }
            ring.addLast(outcome);
        }

        public String tally() {
            return new Tally(ring.size(), count(Window.FAILED), count(Window.SLOW), count(Window.FAILED | Window.SLOW))
                    .toString();
        }

        private int count(int bits) {
            return (int)
                    ring.stream().filter(outcome -> (outcome & bits) == bits).count();
        }
    }

    public static class RingOfThree extends RingOfTwo {

        public RingOfThree() {
            super(3);
        }
    }
}
