package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClosedTest {

    @Nested
    class Thresholds {

        @Test
        void opensWhenTheFailureRateReachesTheThreshold() {
            Lab lab = Lab.create();
            lab.succeed(5);
            lab.fail(4);
            assertThat(lab.state()).isEqualTo(State.CLOSED);

            lab.fail(1);

            assertThat(lab.state()).isEqualTo(State.OPEN);
            assertThat(lab.snapshot().cause()).isEqualTo(TransitionCause.FAILURE_RATE);
            assertThat(lab.snapshot().failureRate()).isEqualTo(50);
        }

        @Test
        void staysClosedJustBelowTheThreshold() {
            Lab lab = Lab.with(builder -> builder.failureRateThreshold(50.1));
            lab.fail(5);
            lab.succeed(5);

            assertThat(lab.state()).isEqualTo(State.CLOSED);
            assertThat(lab.snapshot().failureRate()).isEqualTo(50);
        }

        @Test
        void aSuccessThatCompletesTheMinimumOpensToo() {
            Lab lab = Lab.create().recordEvents();
            lab.fail(9);
            assertThat(lab.state()).isEqualTo(State.CLOSED);

            lab.succeed(1);

            assertThat(lab.transitions()).hasSize(1); // before anybody reads the state
        }

        @Test
        void opensWhenTheSlowCallRateReachesTheThreshold() {
            Lab lab = Lab.with(builder -> builder.slowCallRateThreshold(30));
            lab.succeed(7);
            lab.succeedSlowly(2);
            assertThat(lab.state()).isEqualTo(State.CLOSED);

            lab.succeedSlowly(1);

            assertThat(lab.state()).isEqualTo(State.OPEN);
            assertThat(lab.snapshot().cause()).isEqualTo(TransitionCause.SLOW_CALL_RATE);
        }

        @Test
        void aCallIsSlowOnlyWhenItTakesLongerThanTheThreshold() {
            Lab lab = Lab.create();
            Permit exact = lab.start();
            lab.advance(Lab.SLOW);
            exact.success();
            assertThat(lab.snapshot().slowCalls()).isZero();

            Permit longer = lab.start();
            lab.advance(Lab.SLOW.plusNanos(1));
            longer.success();

            assertThat(lab.snapshot().slowCalls()).isEqualTo(1);
        }

        @Test
        void aSlowFailureCountsAsBoth() {
            Lab lab = Lab.create();
            Permit permit = lab.start();
            lab.advance(Lab.SLOW.plusNanos(1));
            permit.failure(new IllegalStateException());

            CircuitBreakerSnapshot seen = lab.snapshot();

            assertThat(List.of(seen.bufferedCalls(), seen.failedCalls(), seen.slowCalls(), seen.slowFailedCalls()))
                    .containsOnly(1);
            assertThat(seen.successfulCalls()).isZero();
        }

        @Test
        void ratesAreMinusOneBelowTheMinimum() {
            Lab lab = Lab.with(builder -> builder.minimumNumberOfCalls(5));
            lab.fail(4);
            assertThat(lab.snapshot().failureRate()).isEqualTo(-1);
            assertThat(lab.snapshot().slowCallRate()).isEqualTo(-1);
            assertThat(lab.snapshot().failedCalls()).isEqualTo(4);

            lab.fail(1);

            assertThat(lab.state()).isEqualTo(State.OPEN);
            assertThat(lab.snapshot().failureRate()).isEqualTo(100);
            assertThat(lab.snapshot().slowCallRate()).isZero();
        }

        @Test
        void oldCallsLeaveACountWindow() {
            Lab lab = Lab.create();
            lab.fail(4);
            lab.succeed(6);
            assertThat(lab.snapshot().failureRate()).isEqualTo(40);
            lab.succeed(4);
            assertThat(lab.snapshot().failureRate()).isZero();
            lab.fail(4);
            assertThat(lab.state()).isEqualTo(State.CLOSED);
        }

        @Test
        void oldCallsLeaveATimeWindow() {
            Lab lab = Lab.with(builder ->
                    builder.slidingWindowType(SlidingWindowType.TIME_BASED).minimumNumberOfCalls(4));
            lab.fail(3);
            lab.advance(Duration.ofSeconds(10));
            lab.fail(3);
            assertThat(lab.state()).isEqualTo(State.CLOSED);
            assertThat(lab.snapshot().bufferedCalls()).isEqualTo(3);

            lab.fail(1);

            assertThat(lab.state()).isEqualTo(State.OPEN);
        }

        @Test
        void aGoodCallShowsWhatOldGoodCallsThatLeftATimeWindowHid() {
            Lab lab = Lab.with(builder -> builder.slidingWindowType(SlidingWindowType.TIME_BASED)
                    .minimumNumberOfCalls(4)
                    .countSlowCallsInFlight(false)
                    .failureRateThreshold(75));
            lab.recordEvents().succeed(4);
            lab.advance(Duration.ofSeconds(5));
            lab.fail(4);
            assertThat(lab.state()).isEqualTo(State.CLOSED);
            lab.advance(Duration.ofSeconds(5));

            lab.succeed(1);

            assertThat(lab.transitions()).hasSize(1); // before anybody reads the state
        }

        @Test
        void whatNobodyDecidedOnIsStillTrueWhenRead() {
            Lab lab = Lab.with(builder ->
                    builder.slidingWindowType(SlidingWindowType.TIME_BASED).minimumNumberOfCalls(4));
            lab.succeed(6);
            lab.advance(Duration.ofSeconds(5));
            lab.fail(5);
            assertThat(lab.state()).isEqualTo(State.CLOSED);

            lab.advance(Duration.ofSeconds(5));

            assertThat(lab.state()).isEqualTo(State.OPEN);
        }

        @Test
        void ignoredCallsDoNotCount() {
            Lab lab = Lab.create();
            for (int i = 0; i < 20; i++) {
                lab.start().release();
            }

            assertThat(lab.snapshot().bufferedCalls()).isZero();
            assertThat(lab.snapshot().callsInFlight()).isZero();
        }
    }

    @Nested
    class HungCalls {

        @ParameterizedTest
        @EnumSource(SlidingWindowType.class)
        void openTheBreakerWhileNotOneOfThemHasReturned(SlidingWindowType type) {
            Lab lab = Lab.with(builder -> builder.slidingWindowType(type).minimumNumberOfCalls(10));
            for (int i = 0; i < 10; i++) {
                lab.start();
            }
            lab.advance(Lab.SLOW);
            assertThat(lab.state()).isEqualTo(State.CLOSED);

            lab.advance(Lab.SLOW.dividedBy(8));

            assertThat(lab.state()).isEqualTo(State.OPEN);
            assertThat(lab.snapshot().cause()).isEqualTo(TransitionCause.SLOW_CALL_RATE);
            assertThat(lab.snapshot().callsOverdue()).isEqualTo(10);
            assertThat(lab.snapshot().callsInFlight()).isEqualTo(10);
        }

        @Test
        void makeTheNextCallBounceWithoutAnyoneReadingTheState() {
            Lab lab = Lab.create();
            for (int i = 0; i < 10; i++) {
                lab.start();
            }
            lab.advance(Lab.SLOW.multipliedBy(2));

            assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(lab::start);
        }

        @Test
        void pushTheOldestCallsOutOfAFullWindow() {
            Lab lab = Lab.with(builder -> builder.slowCallRateThreshold(30));
            lab.succeed(10);
            Permit[] hung = {lab.start(), lab.start()};
            lab.advance(Lab.SLOW.multipliedBy(2));
            assertThat(lab.snapshot().bufferedCalls()).isEqualTo(10);
            assertThat(lab.snapshot().slowCalls()).isEqualTo(2);
            assertThat(lab.snapshot().slowCallRate()).isEqualTo(20);

            hung[0].success();
            hung[1].success();

            assertThat(lab.snapshot().slowCalls()).isEqualTo(2);
            assertThat(lab.snapshot().callsOverdue()).isZero();
        }

        @Test
        void countOnceAlthoughTheyAreOverdueFirstAndSlowLater() {
            Lab lab = Lab.with(builder -> builder.slowCallRateThreshold(20));
            Permit hung = lab.start();
            lab.succeed(8);
            lab.advance(Lab.SLOW.multipliedBy(2));
            assertThat(lab.snapshot().bufferedCalls()).isEqualTo(9);
            hung.success();
            assertThat(lab.snapshot().bufferedCalls()).isEqualTo(9);
            lab.succeed(1);

            assertThat(lab.state()).isEqualTo(State.CLOSED);
            assertThat(lab.snapshot().slowCallRate()).isEqualTo(10);
        }

        @Test
        void areForgivenWhenTheyEndAsIgnored() {
            Lab lab = Lab.create();
            List<Permit> hung = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                hung.add(lab.start());
            }
            lab.advance(Lab.SLOW.multipliedBy(2));
            assertThat(lab.snapshot().slowCalls()).isEqualTo(9);

            hung.forEach(Permit::release);

            assertThat(lab.snapshot().slowCalls()).isZero();
            assertThat(lab.snapshot().bufferedCalls()).isZero();
        }

        @Test
        void countOnlyWhenTheyEndIfToldSo() {
            Lab lab = Lab.with(builder -> builder.countSlowCallsInFlight(false));
            List<Permit> hung = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                hung.add(lab.start());
            }
            lab.advance(Lab.SLOW.multipliedBy(2));
            lab.start().release();
            assertThat(lab.state()).isEqualTo(State.CLOSED);

            hung.forEach(Permit::success);

            assertThat(lab.state()).isEqualTo(State.OPEN);
        }
    }
}
