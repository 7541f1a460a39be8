package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.Generation.Stay;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which calls and outcomes make a breaker look at its numbers, and which are spared that: the many that are cheap. */
class SecondLookTest {

    private static final long NOW = 1_000_000_000_000L;
    private static final long BUCKET = 1L << StartRing.bucketShift(Lab.SLOW.toNanos());
    private static final int SUCCESS = 0;

    private static Generation in(State state, CircuitBreakerConfig config) {
        return Generation.of(state, config, new Stay(NOW, Instant.EPOCH, 0, null, null, null), NOW, null);
    }

    private static Generation in(State state) {
        return in(state, Lab.small().build());
    }

    @Test
    void aSuccessIsLookedAtUntilTheMinimumIsThereAndNotAfterThat() {
        Generation closed = in(State.CLOSED);
        for (int calls = 1; calls <= 10; calls++) {
            assertThat(closed.record(SUCCESS, NOW, null)).as("call %s", calls).isTrue();
            assertThat(closed.judge(NOW)).isNull();
        }

        assertThat(closed.record(SUCCESS, NOW, null)).isFalse();
    }

    @Test
    void whatMayRaiseARateIsAlwaysLookedAt() {
        Generation closed = in(State.CLOSED);
        for (int calls = 1; calls <= 10; calls++) {
            closed.record(SUCCESS, NOW, null);
        }
        assertThat(closed.judge(NOW)).isNull();

        assertThat(closed.record(Window.FAILED, NOW, null)).isTrue();
        assertThat(closed.record(Window.SLOW, NOW, null)).isTrue();
    }

    @Test
    void aSuccessIsLookedAtWhenOldCallsMayHaveLeftTheWindow() {
        Generation closed = in(
                State.CLOSED,
                Lab.small()
                        .slidingWindowType(SlidingWindowType.TIME_BASED)
                        .minimumNumberOfCalls(1)
                        .build());
        long nextSecond = NOW + 1_000_000_000;
        closed.record(SUCCESS, NOW, null);
        assertThat(closed.judge(NOW)).isNull();
        assertThat(closed.record(SUCCESS, NOW, null)).isFalse();

        assertThat(closed.record(SUCCESS, nextSecond, null)).isTrue();
        assertThat(closed.record(SUCCESS, nextSecond, null)).isFalse();
    }

    @Test
    void aClosedBreakerLooksForHungCallsOnceABucket() {
        Generation closed = in(State.CLOSED);
        assertThat(closed.admitsAtOnce(NOW + BUCKET - 1)).isTrue();
        assertThat(closed.admitsAtOnce(NOW + BUCKET)).isFalse();

        assertThat(closed.judge(NOW + BUCKET)).isNull();

        assertThat(closed.admitsAtOnce(NOW + BUCKET)).isTrue();
    }

    @Test
    void aClosedBreakerDoesNotLookForHungCallsThatDoNotCount() {
        Generation closed =
                in(State.CLOSED, Lab.small().countSlowCallsInFlight(false).build());

        assertThat(closed.admitsAtOnce(NOW + 100 * BUCKET)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"DISABLED", "METRICS_ONLY"})
    void whatNeverOpensIsNeverLookedAt(State state) {
        Generation open = in(state);

        assertThat(open.admitsAtOnce(NOW + 100 * BUCKET)).isTrue();
        assertThat(open.isDue(NOW + 100 * BUCKET)).isFalse();
        assertThat(open.record(Window.FAILED, NOW, null)).isFalse();
    }

    @Test
    void whatAdmitsNobodyTakesNoOutcome() {
        for (State state : new State[] {State.OPEN, State.FORCED_OPEN}) {
            Generation refusing = in(state);

            assertThat(refusing.record(Window.FAILED, NOW, null))
                    .as("%s", state)
                    .isFalse();
            assertThat(refusing.tally(NOW)).isEqualTo(Tally.NONE);
        }
    }

    @Test
    void aProbeIsAdmittedWithoutALookWhileNothingIsDue() {
        Generation halfOpen = in(State.HALF_OPEN);

        assertThat(halfOpen.isDue(NOW)).isFalse();
        assertThat(halfOpen.isDue(NOW + BUCKET)).isTrue();
    }

    @Test
    void aSettingThatChangesWithoutTheThresholdKeepsTheCountsOfRunningCalls() {
        for (State state : State.values()) {
            Generation before = in(state);
            CircuitBreakerConfig changed = Lab.small().failureRateThreshold(40).build();

            assertThat(before.reconfigured(changed, NOW).inFlight)
                    .as("%s", state)
                    .isSameAs(before.inFlight);
        }
    }
}
