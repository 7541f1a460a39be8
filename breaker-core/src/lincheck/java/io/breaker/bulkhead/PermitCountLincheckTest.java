package io.breaker.bulkhead;

import io.breaker.Linearizable;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Permits that threads keep for their next calls are those of a plain counter to whoever takes one. */
@Tag("interleavings")
class PermitCountLincheckTest {

    @Test
    void keptPermitsAreThoseOfACounterUnderChosenSwitches() {
        Linearizable.underChosenSwitches(Kept.class, Counter.class);
    }

    @Test
    void keptPermitsAreThoseOfACounterUnderLoad() {
        Linearizable.underLoad(Kept.class, Counter.class);
    }

    @Param(name = "limit", gen = IntGen.class, conf = "1:4")
    public static class Kept {

        private final PermitCount permits = KeptPermit.besideATakenOne(3);

        @Operation
        public boolean take() {
            return permits.take();
        }

        /** Somebody's call ends, which was there from the beginning. */
        @Operation(runOnce = true)
        public void giveBack() {
            permits.giveBack();
        }

        @Operation(runOnce = true)
        public void limit(@Param(name = "limit") int limit) {
            permits.limit(limit);
        }
    }

    public static class Counter {

        private int limit = 3;
        private int taken = 1;

        public boolean take() {
            if (taken >= limit) {
                return false;
            }
            taken++;
            return true;
        }

        public void giveBack() {
            taken--;
        }

        public void limit(int changed) {
            limit = changed;
        }
    }
}
