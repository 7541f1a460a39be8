package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.CapturedLog;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Breakers that cannot trip as their calls come: "however, the circuit never opened". */
class StarvedTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    @RegisterExtension
    final CapturedLog log = new CapturedLog(CircuitBreaker.class);

    private static Lab with(UnaryOperator<CircuitBreakerConfig.Builder> changes) {
        return Lab.with(builder -> changes.apply(builder.slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(10)
                .minimumNumberOfCalls(20)));
    }

    private static void callOnceASecond(Lab lab, int seconds) {
        for (int i = 0; i < seconds; i++) {
            lab.advance(Duration.ofSeconds(1));
            lab.succeed(1);
        }
    }

    @Test
    void isToldOnceOfWhenTenWindowsHaveNotHeldTheMinimum() {
        Lab lab = with(builder -> builder);
        callOnceASecond(lab, 99);
        assertThat(lab.snapshot().starved()).isFalse();

        callOnceASecond(lab, 100);

        assertThat(lab.snapshot().starved()).isTrue();
        assertThat(log.lines())
                .containsExactly(
                        "WARN Circuit breaker 'lab' cannot trip, as seldom as calls come: there were never 20 of "
                                + "them, its minimum, in its window of 10 s; now there are 9");
    }

    @Test
    void isNotOnceItHasHeldTheMinimum() {
        Lab lab = with(builder -> builder);
        lab.succeed(20);
        callOnceASecond(lab, 200);

        assertThat(lab.snapshot().starved()).isFalse();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void isNotWithoutCalls() {
        Lab lab = with(builder -> builder);
        lab.advance(WINDOW.multipliedBy(20));

        assertThat(lab.snapshot().starved()).isFalse();
    }

    @Test
    void isNotIfItMayOpenForAnotherReason() {
        Lab fast = with(builder -> builder.fastWindowCalls(5));
        Lab fleet = with(builder -> builder.fleetEnabled(true));
        Lab counting = Lab.with(builder -> builder.slidingWindowSize(100).minimumNumberOfCalls(100));
        Lab watching = with(builder -> builder);
        watching.breaker.metricsOnly();
        for (Lab lab : new Lab[] {fast, fleet, counting, watching}) {
            callOnceASecond(lab, 99);
            lab.advance(Duration.ofSeconds(1));

            assertThat(lab.snapshot().starved()).isFalse();
        }
    }
}
