package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule of {@link Differences} is about a difference that exists: without it, both breakers do not do the same. */
class DifferencesTest {

    private static final Setup FOUR_CALLS = new Setup(
            SlidingWindowType.COUNT_BASED,
            4,
            4,
            50,
            100,
            Duration.ofMillis(100),
            false,
            4,
            Duration.ofSeconds(10),
            1,
            Duration.ofSeconds(60),
            Duration.ZERO,
            State.OPEN,
            State.CLOSED);

    private Lab ours = new Lab(FOUR_CALLS.config());
    private io.github.resilience4j.circuitbreaker.CircuitBreaker theirs = theirs(FOUR_CALLS.config());

    private void use(CircuitBreakerConfig config) {
        ours = new Lab(config);
        theirs = theirs(config);
    }

    /** The same settings, with no rule applied. */
    private io.github.resilience4j.circuitbreaker.CircuitBreaker theirs(CircuitBreakerConfig config) {
        Setup setup = new Setup(
                config.slidingWindowType(),
                config.slidingWindowSize(),
                config.minimumNumberOfCalls(),
                (int) config.failureRateThreshold(),
                (int) config.slowCallRateThreshold(),
                config.slowCallDurationThreshold(),
                config.countSlowCallsInFlight(),
                config.permittedNumberOfCallsInHalfOpenState(),
                config.waitDurationInOpenState(),
                config.enableExponentialBackoff() ? config.exponentialBackoffMultiplier() : 1,
                FOUR_CALLS.longestOpenWait(),
                config.maxWaitDurationInHalfOpenState(),
                config.transitionToStateAfterWaitDuration(),
                config.initialState());
        return io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
                "theirs",
                io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.from(
                                Differences.config(setup, ours.time, new Differences.FollowingClock(ours.time)))
                        .maxWaitDurationInHalfOpenState(setup.halfOpenWait())
                        .initialState(io.github.resilience4j.circuitbreaker.CircuitBreaker.State.valueOf(
                                setup.initial().name()))
                        .build());
    }

    private void bothEnd(Ending how) {
        how.tell(ours.start());
        theirs.acquirePermission();
        theirsEnd(how);
    }

    private void theirsEnd(Ending how) {
        if (how.thrown != null) {
            theirs.onError(0, TimeUnit.NANOSECONDS, how.thrown);
        } else {
            theirs.onResult(0, TimeUnit.NANOSECONDS, how.result);
        }
    }

    private void assertStates(State ofOurs, State ofTheirs) {
        assertThat(ours.state()).isEqualTo(ofOurs);
        assertThat(theirs.getState().name()).isEqualTo(ofTheirs.name());
    }

    @Test
    void onlyBreakerCountsRunningCallsAsSlow() {
        use(FOUR_CALLS.config().toBuilder().countSlowCallsInFlight(true).build());
        for (int i = 0; i < 4; i++) {
            ours.start();
            theirs.acquirePermission();
        }
        ours.advance(Duration.ofSeconds(1));

        assertStates(State.OPEN, State.CLOSED);
    }

    @Test
    void resilience4jDecidesHalfOpenAfterTheMinimumNumberOfCalls() {
        use(FOUR_CALLS.config().toBuilder().minimumNumberOfCalls(1).build());
        ours.breaker.halfOpen();
        theirs.transitionToOpenState();
        theirs.transitionToHalfOpenState();
        bothEnd(Ending.RESULT);

        assertStates(State.HALF_OPEN, State.CLOSED);
    }

    @Test
    void resilience4jTakesTheWindowForAMinimumThatDoesNotFitIntoIt() {
        use(FOUR_CALLS.config().toBuilder().minimumNumberOfCalls(5).build());
        for (int i = 0; i < 4; i++) {
            bothEnd(Ending.RECORDED);
        }

        assertStates(State.CLOSED, State.OPEN);
    }

    @Test
    void bucketsOfTimeWindowsAreOfOtherLengths() {
        use(FOUR_CALLS.config().toBuilder()
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .build());
        ours.advance(Duration.ofMillis(900)); // in our third bucket of 0.4 s, in their first second
        bothEnd(Ending.RESULT);
        ours.advance(Duration.ofMillis(3_600));

        assertThat(ours.snapshot().bufferedCalls()).isEqualTo(1);
        assertThat(theirs.getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void endingsAreTranslatedWhereTheyAreClassifiedDifferentlyAndOnlyThere(Ending how) {
        bothEnd(how);
        String byUs = ours.snapshot().failedCalls() + " of " + ours.snapshot().bufferedCalls();
        String byThem = theirs.getMetrics().getNumberOfFailedCalls() + " of "
                + theirs.getMetrics().getNumberOfBufferedCalls();

        assertThat(byUs.equals(byThem)).isEqualTo(Differences.inTheirTerms(how) == how);
    }

    @Test
    void theirDecoratorsDoNotNoticeErrors() {
        assertThat(catchThrowable(() -> theirs.executeCheckedSupplier(Ending.ERROR::end)))
                .isSameAs(Ending.ERROR.thrown);
        assertThat(catchThrowable(() -> ours.breaker.call(Ending.ERROR::end))).isSameAs(Ending.ERROR.thrown);

        assertThat(theirs.getMetrics().getNumberOfBufferedCalls()).isZero();
        assertThat(ours.snapshot().failedCalls()).isEqualTo(1);
    }

    @Test
    void resilience4jCountsAnOutcomeOfAnEarlierStay() {
        Permit early = ours.start();
        theirs.acquirePermission();
        ours.breaker.open();
        ours.breaker.halfOpen();
        theirs.transitionToOpenState();
        theirs.transitionToHalfOpenState();
        early.success();
        theirsEnd(Ending.RESULT);

        assertThat(ours.snapshot().bufferedCalls()).isZero();
        assertThat(theirs.getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
    }

    @Test
    void resilience4jWaitsForProbesThatCannotPreventAnything() {
        ours.breaker.halfOpen();
        theirs.transitionToOpenState();
        theirs.transitionToHalfOpenState();
        bothEnd(Ending.RECORDED);
        bothEnd(Ending.RECORDED);

        assertStates(State.OPEN, State.HALF_OPEN);
    }

    @Test
    void resilience4jDoesNotNoticeThatSuccessesHaveLeftTheWindow() {
        use(FOUR_CALLS.config().toBuilder()
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .minimumNumberOfCalls(1)
                .build());
        bothEnd(Ending.RESULT);
        bothEnd(Ending.RESULT);
        ours.advance(Duration.ofSeconds(2));
        bothEnd(Ending.RECORDED);
        ours.advance(Duration.ofSeconds(2));

        assertStates(State.OPEN, State.CLOSED);
        assertThat(theirs.getMetrics().getFailureRate()).isEqualTo(100);
    }

    @Test
    void resilience4jEndsHalfOpenByATimerOnRealTime() {
        use(FOUR_CALLS.config().toBuilder()
                .maxWaitDurationInHalfOpenState(Duration.ofHours(1))
                .build());
        ours.breaker.halfOpen();
        theirs.transitionToOpenState();
        theirs.transitionToHalfOpenState();
        ours.advance(Duration.ofHours(2));

        assertStates(State.OPEN, State.HALF_OPEN);
    }

    @Test
    void resilience4jForbidsSomeWays() {
        ours.breaker.halfOpen();
        assertThatThrownBy(theirs::transitionToHalfOpenState).isInstanceOf(IllegalStateTransitionException.class);
        assertStates(State.HALF_OPEN, State.CLOSED);

        ours.breaker.metricsOnly();
        theirs.transitionToMetricsOnlyState();
        ours.breaker.open();
        assertThatThrownBy(theirs::transitionToOpenState).isInstanceOf(IllegalStateTransitionException.class);
        assertStates(State.OPEN, State.METRICS_ONLY);
    }

    @Test
    void resilience4jCountsBeingForcedOpenAsAnOpening() {
        use(FOUR_CALLS.config().toBuilder()
                .enableExponentialBackoff(true)
                .exponentialBackoffMultiplier(2)
                .build());
        ours.breaker.forceOpen();
        theirs.transitionToForcedOpenState();
        ours.breaker.open();
        theirs.transitionToOpenState();
        ours.advance(Duration.ofSeconds(10).plusNanos(1));

        assertThat(theirs.tryAcquirePermission()).isFalse();
        assertStates(State.HALF_OPEN, State.OPEN);
    }

    @Test
    void resilience4jStaysOpenAtItsDeadlineAndWithoutTrafficAfterIt() {
        ours.breaker.open();
        theirs.transitionToOpenState();
        ours.advance(Duration.ofSeconds(10));
        assertThat(theirs.tryAcquirePermission()).isFalse();
        assertStates(State.HALF_OPEN, State.OPEN);

        ours.advance(Duration.ofNanos(1));
        assertStates(State.HALF_OPEN, State.OPEN);
        assertThat(theirs.tryAcquirePermission()).isTrue();
        assertStates(State.HALF_OPEN, State.HALF_OPEN);
    }

    @Test
    void resilience4jBeginsAnewWhenAskedForTheStateItIsIn() {
        bothEnd(Ending.RECORDED);
        ours.breaker.close();
        theirs.transitionToClosedState();

        assertThat(ours.snapshot().bufferedCalls()).isEqualTo(1);
        assertThat(theirs.getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    @Test
    void resilience4jClosesWhenItIsReset() {
        use(FOUR_CALLS.config().toBuilder().initialState(State.METRICS_ONLY).build());
        assertStates(State.METRICS_ONLY, State.METRICS_ONLY);
        ours.breaker.reset();
        theirs.reset();

        assertStates(State.METRICS_ONLY, State.CLOSED);
    }

    @Test
    void resilience4jForgetsItsRefusalsWithTheState() {
        ours.breaker.forceOpen();
        theirs.transitionToForcedOpenState();
        assertThatThrownBy(ours::start).isInstanceOf(CallNotPermittedException.class);
        assertThat(theirs.tryAcquirePermission()).isFalse();
        ours.breaker.close();
        theirs.transitionToClosedState();

        assertThat(ours.snapshot().notPermittedCalls()).isEqualTo(1);
        assertThat(theirs.getMetrics().getNumberOfNotPermittedCalls()).isZero();
    }

    @Test
    void openResilience4jGoesOnCountingBesidesWhatOpenedIt() {
        Permit late = ours.start();
        theirs.acquirePermission();
        for (int i = 0; i < 4; i++) {
            bothEnd(Ending.RECORDED);
        }
        late.success();
        theirsEnd(Ending.RESULT);

        assertThat(ours.snapshot().failedCalls()).isEqualTo(4);
        assertThat(theirs.getMetrics().getNumberOfFailedCalls()).isEqualTo(3);
    }
}
