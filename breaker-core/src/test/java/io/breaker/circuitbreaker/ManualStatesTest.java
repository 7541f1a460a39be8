package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ManualStatesTest {

    static Stream<Arguments> pairs() {
        return Arrays.stream(State.values())
                .flatMap(from -> Arrays.stream(State.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyStateCanBeReachedFromEveryOther(State from, State to) {
        Lab lab = Lab.in(from).recordEvents();

        lab.moveTo(to);

        assertThat(lab.state()).isEqualTo(to);
        if (from == to) {
            assertThat(lab.transitions()).isEmpty();
        } else {
            assertThat(lab.transitions())
                    .singleElement()
                    .extracting(Transition::from, Transition::to, Transition::cause)
                    .containsExactly(from, to, TransitionCause.MANUAL);
            assertThat(lab.snapshot().cause()).isEqualTo(TransitionCause.MANUAL);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aCallFromBeforeIsForgottenWhereverTheBreakerGoes(State from, State to) {
        Lab lab = Lab.in(State.CLOSED);
        lab.moveTo(from);
        Permit late = admits(from) ? lab.start() : null;

        lab.moveTo(to);
        if (late != null && from != to) {
            late.failure(new IllegalStateException());
        }

        assertThat(lab.snapshot().bufferedCalls()).isZero();
        assertThat(lab.state()).isEqualTo(to);
    }

    private static boolean admits(State state) {
        return state != State.OPEN && state != State.FORCED_OPEN;
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void aStateThatIsAskedForAgainKeepsWhatItHas(State state) {
        Lab lab = Lab.in(state);
        if (admits(state)) {
            lab.succeed(1);
        }
        lab.advance(Duration.ofSeconds(1));
        CircuitBreakerSnapshot before = lab.snapshot();

        lab.moveTo(state);

        assertThat(lab.snapshot()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void aBreakerCanBeginInAnyState(State state) {
        Lab lab = Lab.with(builder -> builder.initialState(state));

        assertThat(lab.state()).isEqualTo(state);
        assertThat(lab.snapshot().cause()).isNull();
        assertThat(lab.snapshot().since()).isEqualTo(lab.wallClock);
        assertThat(lab.snapshot().failureRate()).isEqualTo(-1);
    }

    @Nested
    class Reset {

        @ParameterizedTest
        @EnumSource(State.class)
        void startsAnewFromEveryState(State state) {
            Lab lab = Lab.in(state).recordEvents();
            if (admits(state)) {
                lab.succeed(1);
            }

            lab.breaker.reset();

            assertThat(lab.state()).isEqualTo(State.CLOSED);
            assertThat(lab.snapshot().bufferedCalls()).isZero();
            assertThat(lab.transitions())
                    .singleElement()
                    .extracting(Transition::from, Transition::to, Transition::cause)
                    .containsExactly(state, State.CLOSED, TransitionCause.RESET);
        }

        @Test
        void forgetsTheCallsThatRun() {
            Lab lab = Lab.with(builder -> builder.minimumNumberOfCalls(1));
            Permit late = lab.start();

            lab.breaker.reset();
            late.failure(new IllegalStateException());

            assertThat(lab.state()).isEqualTo(State.CLOSED);
            assertThat(lab.snapshot().bufferedCalls()).isZero();
        }

        @Test
        void goesBackToTheInitialState() {
            Lab lab = Lab.with(builder -> builder.initialState(State.METRICS_ONLY));
            lab.breaker.close();

            lab.breaker.reset();

            assertThat(lab.state()).isEqualTo(State.METRICS_ONLY);
        }
    }

    @Nested
    class ForcedOpen {

        @Test
        void staysForeverAndRefusesAll() {
            Lab lab = Lab.in(State.FORCED_OPEN);
            lab.advance(Duration.ofDays(1000));

            assertThat(lab.state()).isEqualTo(State.FORCED_OPEN);
            assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(lab::start);
        }

        @Test
        void countsItsRejectionsAndShowsNoRates() {
            Lab lab = Lab.create();
            lab.fail(5);
            lab.breaker.forceOpen();
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(lab::start);
            }

            assertThat(lab.snapshot().notPermittedCalls()).isEqualTo(3);
            assertThat(lab.snapshot().bufferedCalls()).isZero();
            assertThat(lab.snapshot().failureRate()).isEqualTo(-1);
        }
    }

    @Nested
    class Disabled {

        @Test
        void letsAllThroughAndRecordsNothing() {
            Lab lab = Lab.in(State.DISABLED);
            lab.fail(50);

            assertThat(lab.state()).isEqualTo(State.DISABLED);
            assertThat(lab.snapshot().bufferedCalls()).isZero();
            assertThat(lab.snapshot().failureRate()).isEqualTo(-1);
        }

        @Test
        void stillKnowsWhatRuns() {
            Lab lab = Lab.in(State.DISABLED);
            Permit running = lab.start();
            lab.advance(Lab.SLOW.multipliedBy(2));
            assertThat(lab.snapshot().callsInFlight()).isEqualTo(1);
            assertThat(lab.snapshot().callsOverdue()).isEqualTo(1);

            running.success();

            assertThat(lab.snapshot().callsInFlight()).isZero();
        }
    }

    @Nested
    class MetricsOnly {

        @Test
        void recordsAndNeverOpens() {
            Lab lab = Lab.in(State.METRICS_ONLY);
            lab.fail(50);
            lab.start();
            lab.advance(Duration.ofHours(1));

            assertThat(lab.state()).isEqualTo(State.METRICS_ONLY);
            assertThat(lab.snapshot().bufferedCalls()).isEqualTo(10);
            assertThat(lab.snapshot().failureRate()).isEqualTo(90);
            assertThat(lab.snapshot().slowCallRate()).isEqualTo(10);
        }
    }

    @Test
    void aBreakerNeedsAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CircuitBreaker.of(" ", CircuitBreakerConfig.ofDefaults()))
                .withMessage("name is  : must not be empty");
    }
}
