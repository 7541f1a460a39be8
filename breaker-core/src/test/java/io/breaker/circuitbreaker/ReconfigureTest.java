package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconfigureTest {

    private final Lab lab = Lab.create();

    private void reconfigure(UnaryOperator<CircuitBreakerConfig.Builder> changes) {
        lab.breaker.reconfigure(changes.apply(lab.breaker.config().toBuilder()).build());
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void keepsTheStateAndWhatItShows(State state) {
        lab.fail(3);
        lab.moveTo(state);
        lab.recordEvents();
        lab.advance(Duration.ofSeconds(1));
        CircuitBreakerSnapshot before = lab.snapshot();

        reconfigure(builder -> builder.failureRateThreshold(60).slowCallDurationThreshold(Duration.ofSeconds(5)));

        assertThat(lab.snapshot()).isEqualTo(before);
        assertThat(lab.breaker.config().failureRateThreshold()).isEqualTo(60);
        assertThat(lab.events).isEmpty();
    }

    @Test
    void keepsTheWindowWhenItsShapeStays() {
        lab.fail(4);
        reconfigure(builder -> builder.slowCallRateThreshold(90));
        lab.fail(5);
        assertThat(lab.state()).isEqualTo(State.CLOSED);

        lab.fail(1);

        assertThat(lab.state()).isEqualTo(State.OPEN);
    }

    @Test
    void aLowerThresholdTakesEffectOnWhatIsRecordedAlready() {
        lab.fail(4);
        lab.succeed(6);
        reconfigure(builder -> builder.failureRateThreshold(40));

        assertThat(lab.state()).isEqualTo(State.OPEN);
    }

    @Test
    void aSmallerCountWindowKeepsTheNewestCalls() {
        lab.fail(4);
        lab.succeed(5);
        reconfigure(builder -> builder.slidingWindowSize(7));

        assertThat(lab.snapshot().bufferedCalls()).isEqualTo(7);
        assertThat(lab.snapshot().failedCalls()).isEqualTo(2);
    }

    @Test
    void aLargerCountWindowKeepsAllCalls() {
        lab.fail(4);
        lab.succeed(5);
        reconfigure(builder -> builder.slidingWindowSize(50));

        assertThat(lab.snapshot().bufferedCalls()).isEqualTo(9);
        assertThat(lab.snapshot().failedCalls()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(SlidingWindowType.class)
    void aWindowOfAnotherTypeStartsWithTheSameCalls(SlidingWindowType type) {
        Lab other = Lab.with(builder -> builder.slidingWindowType(type).minimumNumberOfCalls(10));
        other.fail(2);
        other.succeedSlowly(3);
        other.succeed(1);
        Permit slowFailure = other.start();
        other.advance(Lab.SLOW.plusNanos(1));
        slowFailure.failure(new IllegalStateException());
        CircuitBreakerSnapshot before = other.snapshot();

        SlidingWindowType changed =
                type == SlidingWindowType.COUNT_BASED ? SlidingWindowType.TIME_BASED : SlidingWindowType.COUNT_BASED;
        other.breaker.reconfigure(
                other.breaker.config().toBuilder().slidingWindowType(changed).build());

        assertThat(other.snapshot()).isEqualTo(before);
        assertThat(before.slowFailedCalls()).isEqualTo(1);
    }

    @Test
    void aTimeWindowThatBecomesASmallCountWindowKeepsItsRates() {
        Lab timed = Lab.with(builder ->
                builder.slidingWindowType(SlidingWindowType.TIME_BASED).slidingWindowSize(60));
        timed.fail(40);
        timed.succeed(40);
        timed.breaker.reconfigure(Lab.small().failureRateThreshold(51).build());

        assertThat(timed.snapshot().bufferedCalls()).isEqualTo(10);
        assertThat(timed.snapshot().failureRate()).isEqualTo(50);
    }

    @Test
    void anOpenBreakerKeepsItsDeadline() {
        lab.breaker.open();
        reconfigure(builder -> builder.waitDurationInOpenState(Duration.ofHours(1)));
        assertThat(lab.snapshot().retryAfter()).isEqualTo(Lab.OPEN_WAIT);

        lab.advance(Lab.OPEN_WAIT);
        assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
        lab.fail(1);

        assertThat(lab.snapshot().retryAfter()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aHalfOpenBreakerKeepsItsPermitsAndItsProbes() {
        lab.breaker.halfOpen();
        Permit running = lab.start();
        reconfigure(builder -> builder.permittedNumberOfCallsInHalfOpenState(10));
        lab.start().success();
        assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(lab::start);

        running.success();

        assertThat(lab.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void anIgnoredProbeFromBeforeGivesItsPermitBack() {
        lab.breaker.halfOpen();
        Permit before = lab.start();
        lab.start();
        reconfigure(builder -> builder.slowCallRateThreshold(90));
        before.release();

        lab.start();
        assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(lab::start);
    }

    @Test
    void aCallThatRunsMeanwhileCountsOnceInTheSameStay() {
        Permit running = lab.start();
        reconfigure(builder -> builder.slowCallDurationThreshold(Duration.ofMillis(50)));
        reconfigure(builder -> builder.slowCallDurationThreshold(Duration.ofMillis(60)));
        assertThat(lab.snapshot().callsInFlight()).isEqualTo(1);
        lab.advance(Lab.SLOW.multipliedBy(2));
        assertThat(lab.snapshot().slowCalls()).isEqualTo(1);

        running.failure(new IllegalStateException());

        assertThat(lab.snapshot().bufferedCalls()).isEqualTo(1);
        assertThat(lab.snapshot().slowFailedCalls()).isEqualTo(1);
        assertThat(lab.snapshot().callsInFlight()).isZero();
    }

    /** Their lanes are then no longer those of the window. */
    @Test
    void callsAfterAChangeOfTheThresholdCountInTheTimeWindowThatStayed() {
        Lab timed = Lab.with(builder -> builder.slidingWindowType(SlidingWindowType.TIME_BASED));
        timed.breaker.call(() -> "before");
        timed.breaker.reconfigure(timed.breaker.config().toBuilder()
                .slowCallDurationThreshold(Duration.ofMillis(50))
                .build());

        timed.breaker.call(() -> "after");

        assertThat(timed.snapshot().bufferedCalls()).isEqualTo(2);
        assertThat(timed.snapshot().callsInFlight()).isZero();
    }
}
