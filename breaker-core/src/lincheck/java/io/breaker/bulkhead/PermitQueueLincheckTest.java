package io.breaker.bulkhead;

import io.breaker.Linearizable;
import io.breaker.Permit;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Permits that are taken and given back are those of a plain counter. Who waits is not in it: a permit that is on its way to
 * one of them is taken for a moment, which no sequence of operations explains; the races of {@code src/jcstress} look at
 * what is left in the end.
 */
@Tag("interleavings")
class PermitQueueLincheckTest {

    @Test
    void permitsAreThoseOfACounterUnderChosenSwitches() {
        Linearizable.underChosenSwitches(Permits.class, Counter.class);
    }

    @Test
    void permitsAreThoseOfACounterUnderLoad() {
        Linearizable.underLoad(Permits.class, Counter.class);
    }

    @Param(name = "limit", gen = IntGen.class, conf = "1:3")
    public static class Permits {

        private final PermitQueue permits = new PermitQueue(2);
        private final Permit held = permits.held();

        public Permits() {
            permits.take();
        }

        @Operation
        public boolean take() {
            return permits.take();
        }

        /** Of one permit that is ended again and again. */
        @Operation
        public void release() {
            held.release();
        }

        @Operation
        public void limit(@Param(name = "limit") int limit) {
            permits.limit(limit);
        }

        @Operation
        public int taken() {
            return permits.taken();
        }
    }

    public static class Counter {

        private int limit = 2;
        private int taken = 1;
        private boolean held = true;

        public boolean take() {
            if (taken >= limit) {
                return false;
            }
            taken++;
            return true;
        }

        public void release() {
            if (held) {
                held = false;
                taken--;
            }
        }

        public void limit(int changed) {
            limit = changed;
        }

        public int taken() {
            return taken;
        }
    }
}
