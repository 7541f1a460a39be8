package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** States that somebody asks for, with a reason and an end. */
class HoldTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final ManualChange FOR_AN_HOUR = new ManualChange("alice", "they maintain it", HOUR);

    @ParameterizedTest
    @EnumSource(names = {"FORCED_OPEN", "DISABLED", "METRICS_ONLY"})
    void endByThemselves(State held) {
        Lab lab = Lab.create().recordEvents();

        lab.breaker.transitionTo(held, FOR_AN_HOUR);
        lab.advance(HOUR.minusNanos(1));
        assertThat(lab.state()).isEqualTo(held);

        lab.advance(Duration.ofNanos(1));
        assertThat(lab.state()).isEqualTo(State.CLOSED);
        assertThat(lab.transitions())
                .extracting(Transition::from, Transition::to, Transition::cause)
                .containsExactly(
                        tuple(State.CLOSED, held, TransitionCause.MANUAL),
                        tuple(held, State.CLOSED, TransitionCause.HOLD_ELAPSED));
        assertThat(lab.transitions())
                .allSatisfy(told -> assertThat(told.change()).isEqualTo(FOR_AN_HOUR));
    }

    @ParameterizedTest
    @EnumSource(names = {"FORCED_OPEN", "DISABLED", "METRICS_ONLY"})
    void endWithoutAnybodyAsking(State held) {
        Lab lab = Lab.create().recordEvents();
        lab.breaker.transitionTo(held, FOR_AN_HOUR);
        assertThat(lab.timer.waiting()).containsExactly(HOUR);

        lab.advance(HOUR);
        lab.timer.runDue();

        await().until(() -> lab.transitions().size() == 2);
        assertThat(lab.transitions().get(1).to()).isEqualTo(State.CLOSED);
    }

    @Test
    void endForTheCallThatComesThen() {
        Lab lab = Lab.create();
        lab.breaker.transitionTo(State.FORCED_OPEN, FOR_AN_HOUR);
        lab.advance(Duration.ofMinutes(20));
        assertThatExceptionOfType(CallNotPermittedException.class)
                .isThrownBy(lab::start)
                .satisfies(refused -> assertThat(refused.retryAfter()).isEqualTo(Duration.ofMinutes(40)));

        lab.advance(Duration.ofMinutes(40));

        lab.start().success();
        assertThat(lab.snapshot().bufferedCalls()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSED, CLOSED",
        "OPEN, HALF_OPEN",
        "HALF_OPEN, HALF_OPEN",
        "DISABLED, DISABLED",
        "METRICS_ONLY, METRICS_ONLY"
    })
    void leadBackToTheStateBefore(State before, State afterwards) {
        Lab lab = Lab.in(before);

        lab.breaker.transitionTo(State.FORCED_OPEN, FOR_AN_HOUR);
        lab.advance(HOUR);

        assertThat(lab.state()).isEqualTo(afterwards);
    }

    @Test
    void thatFollowEachOtherLeadBackToTheStateBeforeThemAll() {
        Lab lab = Lab.in(State.METRICS_ONLY);
        lab.breaker.transitionTo(State.FORCED_OPEN, FOR_AN_HOUR);
        lab.advance(Duration.ofMinutes(50));
        lab.breaker.transitionTo(State.DISABLED, FOR_AN_HOUR);

        lab.advance(Duration.ofMinutes(50));
        assertThat(lab.state()).isEqualTo(State.DISABLED);
        lab.advance(Duration.ofMinutes(10));
        assertThat(lab.state()).isEqualTo(State.METRICS_ONLY);
    }

    @Test
    void lastLongerIfSomebodyAsksAgain() {
        Lab lab = Lab.create().recordEvents();
        lab.breaker.transitionTo(State.FORCED_OPEN, FOR_AN_HOUR);
        lab.advance(Duration.ofMinutes(50));
        lab.breaker.transitionTo(State.FORCED_OPEN, FOR_AN_HOUR);

        lab.advance(Duration.ofMinutes(59));
        assertThat(lab.state()).isEqualTo(State.FORCED_OPEN);
        lab.advance(Duration.ofMinutes(1));
        assertThat(lab.state()).isEqualTo(State.CLOSED);
        assertThat(lab.transitions()).hasSize(3);
    }

    @Test
    void lastForEverIfSomebodyAsksWithoutAnEnd() {
        Lab lab = Lab.create();
        lab.breaker.transitionTo(State.FORCED_OPEN, FOR_AN_HOUR);

        lab.breaker.forceOpen();
        lab.advance(HOUR.multipliedBy(2));

        assertThat(lab.state()).isEqualTo(State.FORCED_OPEN);
        assertThat(lab.timer.waiting()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSED", "OPEN", "HALF_OPEN"})
    void endWithAnotherChangeByHand(State other) {
        Lab lab = Lab.create().recordEvents();
        lab.breaker.transitionTo(State.FORCED_OPEN, FOR_AN_HOUR);

        lab.moveTo(other);
        lab.advance(HOUR);

        assertThat(lab.timer.waiting()).isEmpty();
        assertThat(lab.transitions())
                .filteredOn(told -> told.cause() == TransitionCause.HOLD_ELAPSED)
                .isEmpty();
    }

    @Test
    void endWithAReset() {
        Lab lab = Lab.create().recordEvents();
        lab.breaker.transitionTo(State.DISABLED, FOR_AN_HOUR);

        lab.breaker.reset(new ManualChange("bob", null, null));

        assertThat(lab.timer.waiting()).isEmpty();
        assertThat(lab.transitions().get(1).evidence().text()).isEqualTo("reset, by bob");
    }

    @Test
    void outliveAnotherConfiguration() {
        Lab lab = Lab.create();
        lab.breaker.transitionTo(State.DISABLED, FOR_AN_HOUR);

        lab.breaker.reconfigure(Lab.small().failureRateThreshold(70).build());

        assertThat(lab.timer.waiting()).containsExactly(HOUR);
        lab.advance(HOUR);
        assertThat(lab.state()).isEqualTo(State.CLOSED);
        assertThat(lab.breaker.config().failureRateThreshold()).isEqualTo(70);
    }

    @Test
    void sayWhoAskedForThemAndWhy() {
        Lab lab = Lab.create().recordEvents();

        lab.breaker.transitionTo(State.FORCED_OPEN, FOR_AN_HOUR);
        lab.advance(HOUR);
        lab.state();

        assertThat(lab.transitions())
                .extracting(told -> told.evidence().text())
                .containsExactly(
                        "by alice: they maintain it; for PT1H",
                        "the time is over that was asked for, by alice: they maintain it");
    }

    @Test
    void aSecondReasonIsRecordedThoughTheStateIsTheSame() {
        Lab lab = Lab.create().recordEvents();

        lab.breaker.transitionTo(State.FORCED_OPEN, new ManualChange("alice", "one", null));
        lab.breaker.transitionTo(State.FORCED_OPEN, new ManualChange("bob", "two", null));

        assertThat(lab.transitions())
                .extracting(Transition::change)
                .containsExactly(new ManualChange("alice", "one", null), new ManualChange("bob", "two", null));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSED", "OPEN", "HALF_OPEN"})
    void areNoOtherStates(State state) {
        Lab lab = Lab.in(State.DISABLED);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> lab.breaker.transitionTo(state, FOR_AN_HOUR))
                .withMessageContaining("duration")
                .withMessageContaining(state.name());
        assertThatIllegalArgumentException().isThrownBy(() -> lab.breaker.reset(FOR_AN_HOUR));
        assertThat(lab.state()).isEqualTo(State.DISABLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999999S", "P366DT0.000000001S"})
    void lastForATimeThatMakesSense(Duration duration) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ManualChange(null, null, duration))
                .withMessageContaining("duration");
    }

    @Test
    void areToldOfOnOneShortLine() {
        ManualChange change = new ManualChange("  al\nice ", "x".repeat(600) + "\n", null);

        assertThat(change.by()).isEqualTo("al ice");
        assertThat(change.reason()).isEqualTo("x".repeat(500));
        assertThat(new ManualChange(" ", "", null)).isEqualTo(ManualChange.UNSAID);
        assertThat(List.of(change.words().split("\n"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"FORCED_OPEN, HALF_OPEN", "DISABLED, CLOSED", "METRICS_ONLY, CLOSED"})
    void endEvenIfTheStateHadNoEndBefore(State held, State afterwards) {
        Lab lab = Lab.in(held);

        lab.breaker.transitionTo(held, FOR_AN_HOUR);
        lab.advance(HOUR);

        assertThat(lab.state()).isEqualTo(afterwards);
    }

    @ParameterizedTest
    @EnumSource(names = {"DISABLED", "METRICS_ONLY"})
    void endWithACallThatComesThenThoughAllAreLetThrough(State held) {
        Lab lab = Lab.create().recordEvents();
        lab.breaker.transitionTo(held, FOR_AN_HOUR);
        lab.advance(HOUR);

        lab.start().success();

        assertThat(lab.transitions()).hasSize(2);
        assertThat(lab.snapshot().bufferedCalls()).isEqualTo(1);
    }

    @Test
    void letCallsComeBackByAndByWhereThereIsARamp() {
        Lab lab = Lab.with(builder -> builder.recoveryRampDuration(Duration.ofSeconds(30)));
        lab.breaker.transitionTo(State.FORCED_OPEN, FOR_AN_HOUR);
        lab.advance(HOUR);
        assertThat(lab.snapshot().admittedShare()).isLessThan(50);

        lab.breaker.transitionTo(State.DISABLED, FOR_AN_HOUR);
        lab.advance(HOUR);
        assertThat(lab.snapshot().admittedShare()).isEqualTo(100);
    }

    @Test
    void refusalsSayWhenTheyEnd() {
        Lab lab = Lab.create();
        lab.breaker.transitionTo(State.FORCED_OPEN, new ManualChange(null, null, Duration.ofMillis(300)));

        assertThatExceptionOfType(CallNotPermittedException.class)
                .isThrownBy(lab::start)
                .withMessageContaining("it was opened by hand, for another 300");
    }

    @Test
    void goBackToWhatTheFleetDidMeanwhile() {
        FleetLab fleet = FleetLab.of(3);
        CircuitBreaker held = fleet.get(0).breaker;
        held.transitionTo(State.DISABLED, new ManualChange("alice", null, Duration.ofSeconds(4)));

        fleet.open();
        assertThat(fleet.states()).containsExactly(State.DISABLED, State.OPEN, State.OPEN);
        fleet.pass(Duration.ofSeconds(1));
        assertThat(held.state()).isEqualTo(State.CLOSED);
        fleet.pass(Duration.ofSeconds(1));

        assertThat(fleet.states()).containsOnly(State.OPEN);
    }
}
