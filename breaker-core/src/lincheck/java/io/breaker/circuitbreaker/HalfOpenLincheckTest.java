package io.breaker.circuitbreaker;

import io.breaker.Linearizable;
import io.breaker.circuitbreaker.Generation.Stay;
import java.time.Instant;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The permits and the verdict of a half-open breaker are those of a plain counter and a plain list of outcomes. */
@Tag("interleavings")
class HalfOpenLincheckTest {

    @Test
    void permitsAndVerdictAreThoseOfACounterAndAListUnderChosenSwitches() {
        Linearizable.underChosenSwitches(Probes.class, Plain.class);
    }

    @Test
    void permitsAndVerdictAreThoseOfACounterAndAListUnderLoad() {
        Linearizable.underLoad(Probes.class, Plain.class);
    }

    @Param(name = "outcome", gen = IntGen.class, conf = "0:1")
    public static class Probes {

        private static final CircuitBreakerConfig CONFIG = CircuitBreakerConfig.builder()
                .permittedNumberOfCallsInHalfOpenState(2)
                .build();

        private final HalfOpen halfOpen = HalfOpen.of(
                CONFIG,
                new Stay(0, Instant.EPOCH, 1, null, null, null),
                InFlight.following(null, 0, CONFIG.slowNanos),
                CONFIG.permittedNumberOfCallsInHalfOpenState(),
                0);

        @Operation
        public boolean tryEnter() {
            return halfOpen.tryEnter(0);
        }

        @Operation
        public void release() {
            halfOpen.release();
        }

        @Operation
        public void record(@Param(name = "outcome") int outcome) {
            halfOpen.record(outcome, 0, null);
        }

        @Operation
        public String judge() {
            Decision decision = halfOpen.judge(0);
            return decision == null ? "goes on" : decision.next().toString();
        }
    }

    public static class Plain {

        private int permits = 2;
        private int previous = -1;
        private int last = -1;

        public boolean tryEnter() {
            if (permits <= 0) {
                return false;
            }
            permits--;
            return true;
        }

        public void release() {
            permits++;
        }

        public void record(int outcome) {
            previous = last;
            last = outcome;
        }

        public String judge() {
            if (last == Window.FAILED || previous == Window.FAILED) { // one of two is half of them, the threshold
                return "OPEN";
            }
            return previous == -1 ? "goes on" : "CLOSED";
        }
    }
}
