package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatestTransitionsTest {

    private final Lab lab = Lab.create();
    private final LatestTransitions latest = new LatestTransitions(lab.breaker);

    @Test
    void haveTheOneThatLedIntoTheStateOfASnapshot() {
        assertThat(latest.into(lab.snapshot())).isNull();

        lab.breaker.open();
        CircuitBreakerSnapshot open = lab.snapshot();
        lab.wallClock = lab.wallClock.plusSeconds(1);
        lab.breaker.close();

        assertThat(latest.into(lab.snapshot()))
                .extracting(Transition::from, Transition::to)
                .containsExactly(State.OPEN, State.CLOSED);
        assertThat(latest.into(open)).extracting(Transition::to).isEqualTo(State.OPEN);
    }

    @Test
    void doNotMindAWallClockThatIsSetBack() {
        lab.breaker.open();
        lab.wallClock = lab.wallClock.minus(Duration.ofHours(1));
        lab.breaker.close();

        assertThat(latest.into(lab.snapshot())).extracting(Transition::to).isEqualTo(State.CLOSED);
    }

    @Test
    void knowNothingOfOthers() {
        lab.breaker.open();
        CircuitBreakerSnapshot before = lab.snapshot();
        lab.wallClock = lab.wallClock.plusSeconds(1);
        lab.breaker.close();
        lab.wallClock = lab.wallClock.plusSeconds(1);
        lab.breaker.open();

        assertThat(latest.into(before)).isNull();
        latest.close();
        lab.wallClock = lab.wallClock.plusSeconds(1);
        lab.breaker.close();
        assertThat(latest.into(lab.snapshot())).isNull();
    }
}
