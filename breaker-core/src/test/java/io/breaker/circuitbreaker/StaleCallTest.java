package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An outcome counts in the stay that admitted its call, or nowhere. */
class StaleCallTest {

    private final Lab lab = Lab.with(builder -> builder.countSlowCallsInFlight(false));

    @Nested
    class ACallAdmittedWhileClosedThatEndsHalfOpen {

        private final List<Permit> late = new ArrayList<>();

        @BeforeEach
        void admittedWhileClosed() {
            for (int i = 0; i < 10; i++) {
                late.add(lab.start());
            }
            lab.openAndWait();
            assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
        }

        @Test
        void lateSuccessIsNotAProbe() {
            late.forEach(Permit::success);

            assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
            assertThat(lab.snapshot().bufferedCalls()).isZero();
            assertTwoProbesAreLeft();
        }

        @Test
        void lateFailureIsNotAProbe() {
            late.forEach(permit -> permit.failure(new IllegalStateException("late")));

            assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
            assertThat(lab.snapshot().bufferedCalls()).isZero();
            assertTwoProbesAreLeft();
        }

        @Test
        void lateIgnoredOutcomeGivesNoPermitBack() {
            late.forEach(permit -> permit.failure(new InterruptedException("late")));

            assertTwoProbesAreLeft();
        }

        @Test
        void lateReleaseGivesNoPermitBack() {
            late.forEach(Permit::release);

            assertTwoProbesAreLeft();
        }

        @Test
        void lateOutcomesDoNotTouchTheProbesThatRun() {
            Permit probe = lab.start();
            late.forEach(Permit::success);
            assertThat(lab.state()).isEqualTo(State.HALF_OPEN);

            probe.success();
            lab.start().success();

            assertThat(lab.state()).isEqualTo(State.CLOSED);
        }

        private void assertTwoProbesAreLeft() {
            lab.start();
            lab.start();
            assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(lab::start);
        }
    }

    @Test
    void lateAsyncSuccessIsNotAProbe() {
        CompletableFuture<String> upstream = new CompletableFuture<>();
        CompletableFuture<String> late = lab.breaker.callAsync(() -> upstream);
        lab.openAndWait();
        Permit probe = lab.start();

        upstream.complete("late");

        assertThat(late).isCompletedWithValue("late");
        assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
        assertThat(lab.snapshot().bufferedCalls()).isZero();
        probe.release();
    }

    @Test
    void aProbeOfOneHalfOpenStayIsNoProbeOfTheNext() {
        lab.openAndWait();
        Permit old = lab.start();
        lab.start().failure(new IllegalStateException());
        assertThat(lab.state()).isEqualTo(State.OPEN);
        lab.advance(Lab.OPEN_WAIT);
        lab.start().success();

        old.success();

        assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
        assertThat(lab.snapshot().bufferedCalls()).isEqualTo(1);
    }

    @Test
    void lateFailuresOfOneClosedStayDoNotOpenTheNext() {
        List<Permit> late = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            late.add(lab.start());
        }
        lab.breaker.open();
        lab.breaker.close();

        late.forEach(permit -> permit.failure(new IllegalStateException("late")));

        assertThat(lab.state()).isEqualTo(State.CLOSED);
        assertThat(lab.snapshot().bufferedCalls()).isZero();
    }

    @Test
    void lateCallsStillRunningDoNotCountAsOverdueInTheNextStay() {
        Lab counting = Lab.create();
        for (int i = 0; i < 10; i++) {
            counting.start();
        }
        counting.breaker.open();
        counting.breaker.close();
        counting.advance(Lab.SLOW.multipliedBy(3));

        assertThat(counting.state()).isEqualTo(State.CLOSED);
        assertThat(counting.snapshot().bufferedCalls()).isZero();
        assertThat(counting.snapshot().callsInFlight()).isEqualTo(10);
        assertThat(counting.snapshot().callsOverdue()).isEqualTo(10);
    }

    @Test
    void lateCallsDoNotCountAsOverdueHoweverOftenTheThresholdIsChanged() {
        Lab counting = Lab.create();
        for (int i = 0; i < 10; i++) {
            counting.start();
        }
        counting.breaker.open();
        counting.breaker.close();
        for (int millis = 101; millis < 105; millis++) {
            counting.breaker.reconfigure(Lab.small()
                    .slowCallDurationThreshold(Duration.ofMillis(millis))
                    .build());
        }
        counting.advance(Lab.SLOW.multipliedBy(3));

        assertThat(counting.state()).isEqualTo(State.CLOSED);
        assertThat(counting.snapshot().bufferedCalls()).isZero();
        assertThat(counting.snapshot().callsOverdue()).isEqualTo(10);
    }

    @Test
    void onlyTheFirstOutcomeOfAPermitCounts() {
        Permit permit = lab.start();
        permit.success();
        permit.failure(new IllegalStateException());
        permit.release();
        permit.result("again");
        permit.success();

        assertThat(lab.snapshot().bufferedCalls()).isEqualTo(1);
        assertThat(lab.snapshot().failedCalls()).isZero();
        assertThat(lab.snapshot().callsInFlight()).isZero();
    }
}
