package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.breaker.Timer;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.Generation.Stay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What two threads do at once, put in an order by the test: the second acts where the first asks for something. */
class OverlapTest {

    private static final long NOW = 1_000_000_000_000L;

    private final ManualTime time = new ManualTime();

    @Test
    void anOverdueCallThatEndsWhileSomebodyCountsIsNotCountedTwice() {
        CircuitBreakerConfig config = Lab.small().build();
        InFlight calls = InFlight.following(null, NOW, config.slowNanos);
        calls.start(NOW);
        CountWindow outcomes = new CountWindow(10);
        Window endsInBetween = new Window() {
            private boolean ended;

            @Override
            public boolean record(int outcome, long nowNanos, @Nullable Lane mine) {
                return outcomes.record(outcome, nowNanos, mine);
            }

            @Override
            public Tally tally(long nowNanos, int moreSlow) {
                if (!ended) {
                    ended = true;
                    calls.finish(NOW);
                    record(SLOW, nowNanos);
                }
                return outcomes.tally(nowNanos, moreSlow);
            }
        };
        Stay stay = new Stay(NOW, Instant.EPOCH, 0, null, null, null);
        Recording closed = new Recording(config, stay, calls, endsInBetween, null, null, true);

        assertThat(closed.state()).isEqualTo(State.CLOSED);
        assertThat(closed.tally(NOW + 2 * config.slowNanos)).isEqualTo(new Tally(1, 0, 1, 0));
    }

    @Test
    void anOutcomeThatIsRecordedWhileAnotherSettingChangesIsNotLost() {
        Stay stay = new Stay(NOW, Instant.EPOCH, 0, null, null, null);
        for (SlidingWindowType type : SlidingWindowType.values()) {
            CircuitBreakerConfig config = Lab.small().slidingWindowType(type).build();
            Generation before = Generation.of(State.CLOSED, config, stay, NOW, null);
            Generation after = before.reconfigured(
                    config.toBuilder().failureRateThreshold(40).build(), NOW);

            before.record(Window.FAILED, NOW, null);

            assertThat(after.tally(NOW)).as("%s", type).isEqualTo(new Tally(1, 1, 0, 0));
        }
    }

    @Test
    void aCommandThatLosesAgainstAnotherIsCarriedOutAfterIt() {
        Intruder intruder = new Intruder();
        CircuitBreaker breaker = new CircuitBreaker(
                new StateMachine("lab", Lab.small().build(), time, intruder::instant, new ManualTimer(time)));
        List<String> transitions = new ArrayList<>();
        breaker.on(Transition.class, event -> transitions.add(event.from() + " to " + event.to()));
        intruder.next = breaker::disable;

        breaker.open();

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(transitions).containsExactly("CLOSED to DISABLED", "DISABLED to OPEN");
    }

    @Test
    void aDeadlineThatLosesAgainstACommandIsForgotten() {
        Intruder intruder = new Intruder();
        CircuitBreaker breaker = new CircuitBreaker(
                new StateMachine("lab", Lab.small().build(), time, intruder::instant, new ManualTimer(time)));
        breaker.open();
        time.advance(Lab.OPEN_WAIT);
        intruder.next = breaker::close;

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aBreakerThatClosesWhileItsAlarmIsBeingSetKeepsNone() {
        Intruder intruder = new Intruder();
        ManualTimer timer = new ManualTimer(time);
        CircuitBreaker breaker = intruder.withAlarm(timer);
        intruder.next = breaker::close;

        breaker.open();

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(timer.waiting()).isEmpty();
    }

    @Test
    void anAlarmThatIsSetWhileAnotherThreadTurnsAlarmsOffIsTakenBack() {
        Intruder intruder = new Intruder();
        ManualTimer timer = new ManualTimer(time);
        CircuitBreaker breaker = intruder.withAlarm(timer);
        intruder.next = () -> breaker.reconfigure(Lab.small().build());

        breaker.open();

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(timer.waiting()).isEmpty();
    }

    /** Does something to the breaker, once, when the breaker asks for the wall-clock time or for the timer. */
    private final class Intruder {

        private Runnable next = () -> {};

        Instant instant() {
            act();
            return Instant.EPOCH;
        }

        CircuitBreaker withAlarm(Timer timer) {
            CircuitBreakerConfig config = Lab.small()
                    .automaticTransitionFromOpenToHalfOpenEnabled(true)
                    .build();
            Timer intruded = (delay, task) -> {
                act();
                return timer.schedule(delay, task);
            };
            return new CircuitBreaker(new StateMachine("lab", config, time, () -> Instant.EPOCH, intruded));
        }

        private void act() {
            Runnable now = next;
            next = () -> {};
            now.run();
        }
    }
}
