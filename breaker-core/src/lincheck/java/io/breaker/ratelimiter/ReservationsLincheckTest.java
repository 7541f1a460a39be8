package io.breaker.ratelimiter;

import io.breaker.Linearizable;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Permits that are reserved, given back and counted while time goes on are those of a plain number of missing ones. */
@Tag("interleavings")
class ReservationsLincheckTest {

    @Test
    void permitsAreThoseOfACounterUnderChosenSwitches() {
        Linearizable.underChosenSwitches(Reserved.class, Counter.class);
    }

    @Test
    void permitsAreThoseOfACounterUnderLoad() {
        Linearizable.underLoad(Reserved.class, Counter.class);
    }

    @Param(name = "permits", gen = IntGen.class, conf = "1:2")
    public static class Reserved {

        /** Three permits, one every ten nanoseconds; a wait for one more is short enough. */
        private static final RateLimiterConfig CONFIG = RateLimiterConfig.builder()
                .limitForPeriod(3)
                .limitRefreshPeriod(Duration.ofNanos(30))
                .timeoutDuration(Duration.ofNanos(10))
                .build();

        private final Reservations reservations = new Reservations(CONFIG, 0);

        @Operation
        public long take(@Param(name = "permits") int permits) {
            return reservations.take(permits, 0);
        }

        @Operation
        public void giveBack() {
            reservations.giveBack(1);
        }

        @Operation
        public int available() {
            return reservations.available(0);
        }
    }

    public static class Counter {

        private int missing;

        public long take(int permits) {
            int after = Math.max(0, missing) + permits;
            if (after <= 4) {
                missing = after;
            }
            return (after - 3) * 10L;
        }

        public void giveBack() {
            missing--;
        }

        public int available() {
            return Math.max(0, 3 - Math.max(0, missing));
        }
    }
}
