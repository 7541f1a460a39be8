package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.ManualTime;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** An open breaker that a timer wakes. Nobody reads its state before its event: a reading would wake it too. */
class AutomaticTransitionTest {

    private final Lab lab = Lab.with(builder -> builder.automaticTransitionFromOpenToHalfOpenEnabled(true))
            .recordEvents();

    @Test
    void wakesWithoutTrafficAndTellsOfIt() {
        lab.breaker.open();
        assertThat(lab.timer.waiting()).containsExactly(Lab.OPEN_WAIT);

        lab.advance(Lab.OPEN_WAIT);
        lab.timer.runDue();

        await().until(() -> lab.transitions().size() == 2);
        assertThat(lab.transitions().get(1))
                .extracting(Transition::from, Transition::to, Transition::cause)
                .containsExactly(State.OPEN, State.HALF_OPEN, TransitionCause.WAIT_ELAPSED);
    }

    @Test
    void usesNoTimerUnlessToldSo() {
        Lab lazy = Lab.create();
        lazy.breaker.open();

        assertThat(lazy.timer.waiting()).isEmpty();
    }

    @Test
    void resetLeavesNoTimerBehind() {
        lab.breaker.open();
        lab.breaker.reset();
        assertThat(lab.timer.waiting()).isEmpty();

        lab.breaker.forceOpen();
        lab.advance(Lab.OPEN_WAIT.multipliedBy(2));
        lab.timer.runAll();

        assertThat(lab.state()).isEqualTo(State.FORCED_OPEN);
    }

    @Test
    void noStateButOpenKeepsATimer() {
        for (State state : State.values()) {
            lab.breaker.open();
            lab.moveTo(state);
            assertThat(lab.timer.waiting()).as("in %s", state).hasSize(state == State.OPEN ? 1 : 0);
        }
    }

    @Test
    void aTimerOfAnEarlierOpeningDoesNotCutALaterOneShort() {
        lab.breaker.open();
        lab.advance(Duration.ofSeconds(9));
        lab.breaker.close();
        lab.breaker.open();
        assertThat(lab.timer.waiting()).containsExactly(Lab.OPEN_WAIT);

        lab.advance(Duration.ofSeconds(1));
        lab.timer.runDue();

        assertThat(lab.state()).isEqualTo(State.OPEN);
    }

    @Test
    void aTimerThatIsAheadOfTheTimeSourceIsSetAgain() {
        lab.breaker.open();
        lab.advance(Duration.ofSeconds(9));

        lab.timer.runAll();

        await().until(() -> lab.timer.waiting().equals(java.util.List.of(Duration.ofSeconds(1))));
        assertThat(lab.state()).isEqualTo(State.OPEN);
    }

    @Test
    void aBreakerThatBeginsOpenWakesToo() {
        Lab open = Lab.with(builder ->
                builder.automaticTransitionFromOpenToHalfOpenEnabled(true).initialState(State.OPEN));

        assertThat(open.timer.waiting()).containsExactly(Lab.OPEN_WAIT);
    }

    @Test
    void reconfigurationSetsTheTimerAndTakesItAway() {
        Lab lazy = Lab.create();
        lazy.breaker.open();
        lazy.advance(Duration.ofSeconds(4));

        lazy.breaker.reconfigure(lazy.breaker.config().toBuilder()
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .build());
        assertThat(lazy.timer.waiting()).containsExactly(Duration.ofSeconds(6));

        lazy.breaker.reconfigure(Lab.small().build());
        assertThat(lazy.timer.waiting()).isEmpty();
    }

    @Test
    void listenersDoNotRunOnTheTimersThread() throws InterruptedException {
        AtomicReference<Thread> listener = new AtomicReference<>();
        CountDownLatch heard = new CountDownLatch(1);
        lab.breaker.open();
        lab.breaker.on(Transition.class, event -> {
            listener.set(Thread.currentThread());
            heard.countDown();
        });
        lab.advance(Lab.OPEN_WAIT);

        lab.timer.runDue(); // this thread is the timer's

        heard.await();
        assertThat(listener.get()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void aTimerThatTakesNoTaskKeepsNoBreakerFromOpeningNorFromItsProbes() {
        ManualTime time = new ManualTime();
        CircuitBreakerConfig config =
                Lab.small().automaticTransitionFromOpenToHalfOpenEnabled(true).build();
        CircuitBreaker breaker =
                new CircuitBreaker(new StateMachine("lab", config, time, () -> Instant.EPOCH, (delay, task) -> {
                    throw new OutOfMemoryError("no thread for the timer");
                }));

        breaker.open();
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        time.advance(Lab.OPEN_WAIT);

        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    }
}
