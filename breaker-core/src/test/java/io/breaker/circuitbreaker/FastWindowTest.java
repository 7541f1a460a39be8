package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FastWindowTest {

    private static Lab lab() {
        return Lab.with(FastWindowTest::large);
    }

    private static CircuitBreakerConfig.Builder large(CircuitBreakerConfig.Builder builder) {
        return builder.slidingWindowSize(1_000).fastWindowCalls(10).fastWindowRate(90);
    }

    @Test
    void opensAtASuddenOutageLongBeforeTheWindowIsFull() {
        Lab lab = lab().recordEvents();
        lab.succeed(1);
        lab.fail(8);
        assertThat(lab.state()).isEqualTo(State.CLOSED);

        lab.fail(1);

        assertThat(lab.state()).isEqualTo(State.OPEN);
        assertThat(lab.snapshot().cause()).isEqualTo(TransitionCause.FAST_WINDOW);
        assertThat(lab.snapshot().failureRate()).isEqualTo(90);
        assertThat(lab.snapshot().bufferedCalls()).isEqualTo(10);
        assertThat(lab.transitions().get(0).evidence().text())
                .startsWith("failure rate of the last moments 90.0%, threshold 90.0%; of 10 calls 9 failed");
    }

    @Test
    void aSuccessThatCompletesItsCallsOpensToo() {
        Lab lab = Lab.with(builder -> large(builder).minimumNumberOfCalls(1).failureRateThreshold(100))
                .recordEvents();
        lab.succeed(1_000);
        lab.advance(Duration.ofSeconds(2));
        lab.fail(9);

        lab.succeed(1);

        assertThat(lab.transitions()).hasSize(1); // before anybody reads the state
    }

    @Test
    void manySuccessesBeforeTheOutageAreForgottenWithinItsSpan() {
        Lab lab = lab();
        lab.succeed(500);
        lab.advance(Duration.ofMillis(1_500));
        lab.fail(10);
        assertThat(lab.state()).isEqualTo(State.CLOSED);

        lab.advance(Duration.ofMillis(500));

        assertThat(lab.state()).isEqualTo(State.OPEN);
    }

    @Test
    void failuresThatAreFarApartDoNotAddUp() {
        Lab lab = lab();
        for (int i = 0; i < 50; i++) {
            lab.fail(1);
            lab.advance(Duration.ofMillis(250));
        }

        assertThat(lab.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void countsCallsThatHang() {
        Lab lab = lab();
        for (int i = 0; i < 10; i++) {
            lab.start();
        }
        assertThat(lab.state()).isEqualTo(State.CLOSED);

        lab.advance(Lab.SLOW.multipliedBy(2));

        assertThat(lab.state()).isEqualTo(State.OPEN);
        assertThat(lab.snapshot().slowCallRate()).isEqualTo(100);
        assertThat(lab.snapshot().cause()).isEqualTo(TransitionCause.FAST_WINDOW);
    }

    @Test
    void isOffUnlessItIsAskedFor() {
        Lab lab = Lab.with(builder -> builder.slidingWindowSize(1_000));

        lab.fail(99);

        assertThat(lab.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void startsAnewWithEachStay() {
        Lab lab = lab();
        lab.fail(10);
        lab.breaker.close();

        lab.fail(9);

        assertThat(lab.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void neverOpensWhatOnlyMeasures() {
        Lab lab = lab();
        lab.breaker.metricsOnly();

        lab.fail(50);

        assertThat(lab.state()).isEqualTo(State.METRICS_ONLY);
    }

    @ParameterizedTest
    @EnumSource
    void worksBesideBothTypesOfWindows(SlidingWindowType type) {
        Lab lab = Lab.with(builder -> large(builder).slidingWindowType(type));
        lab.fail(9);
        assertThat(lab.state()).isEqualTo(State.CLOSED);

        lab.fail(1);

        assertThat(lab.state()).isEqualTo(State.OPEN);
    }

    @Test
    void keepsItsCallsWhenOnlyItsThresholdsChange() {
        Lab lab = lab();
        lab.fail(9);

        lab.breaker.reconfigure(
                lab.breaker.config().toBuilder().fastWindowCalls(5).build());

        assertThat(lab.state()).isEqualTo(State.OPEN);
    }

    @Test
    void canBeTurnedOnAndOffWhileTheBreakerRuns() {
        Lab lab = Lab.with(builder -> builder.slidingWindowSize(1_000));
        lab.fail(20);
        CircuitBreakerConfig off = lab.breaker.config();

        lab.breaker.reconfigure(off.toBuilder().fastWindowCalls(10).build());
        lab.fail(9);
        assertThat(lab.state()).isEqualTo(State.CLOSED);
        lab.breaker.reconfigure(off);
        lab.fail(1);
        assertThat(lab.state()).isEqualTo(State.CLOSED);
        lab.breaker.reconfigure(off.toBuilder().fastWindowCalls(10).build());
        lab.fail(10);

        assertThat(lab.state()).isEqualTo(State.OPEN);
    }
}
