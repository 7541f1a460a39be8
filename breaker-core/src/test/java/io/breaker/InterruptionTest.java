package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptionTest {

    private final ManualTimer timer = new ManualTimer(new ManualTime());

    @AfterEach
    void nothingIsLeft() {
        Thread.interrupted();
    }

    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }

    @Test
    void interruptsTheThreadWhileItsCodeRuns() {
        Interruption interruption = Interruption.ofCurrentThread();

        interruption.interrupt(timer);

        assertThat(isInterrupted()).isTrue();
    }

    @Test
    void isTakenBackAtTheEndIfTheCodeHasNotNoticedIt() {
        Interruption interruption = Interruption.ofCurrentThread();
        interruption.interrupt(timer);

        boolean undisturbed = interruption.end();

        assertThat(isInterrupted()).isFalse();
        assertThat(undisturbed).isFalse();
    }

    @Test
    void doesNothingAfterTheEnd() {
        Interruption interruption = Interruption.ofCurrentThread();

        assertThat(interruption.end()).isTrue();
        interruption.interrupt(timer);

        assertThat(isInterrupted()).isFalse();
    }

    @Test
    void happensOnce() {
        Interruption interruption = Interruption.ofCurrentThread();
        interruption.interrupt(timer);
        assertThat(Thread.interrupted()).isTrue();

        interruption.interrupt(timer);

        assertThat(isInterrupted()).isFalse();
        assertThat(interruption.end()).isFalse();
    }

    @Test
    void leavesAnInterruptionOfSomebodyElseAlone() {
        Interruption interruption = Interruption.ofCurrentThread();
        Thread.currentThread().interrupt();

        interruption.interrupt(timer);

        assertThat(interruption.end()).isFalse();
        assertThat(isInterrupted()).isTrue();
    }

    @Test
    void leavesAnInterruptionOfSomebodyElseAloneIfThereWasNoneOfItsOwn() {
        Interruption interruption = Interruption.ofCurrentThread();
        Thread.currentThread().interrupt();

        assertThat(interruption.end()).isTrue();

        assertThat(isInterrupted()).isTrue();
    }

    @Test
    void isNotSwallowedByThatOfSomebodyElseWhichTheCodeNoticed() {
        Interruption interruption = Interruption.ofCurrentThread();
        Thread.currentThread().interrupt();
        interruption.interrupt(timer);
        assertThat(Thread.interrupted()).isTrue();

        timer.runAll();

        assertThat(isInterrupted()).isTrue();
        assertThat(interruption.end()).isFalse();
        assertThat(isInterrupted()).isFalse();
    }

    @Test
    void isNotTakenBackByTheEndOfOneThatWasNoticedBefore() {
        Interruption outer = Interruption.ofCurrentThread();
        Interruption inner = Interruption.ofCurrentThread();
        inner.interrupt(timer);
        assertThat(Thread.interrupted()).isTrue();
        outer.interrupt(timer);

        assertThat(inner.end()).isFalse();
        assertThat(isInterrupted()).isTrue();

        assertThat(outer.end()).isFalse();
        assertThat(isInterrupted()).isFalse();
    }

    @Test
    void isTakenBackByItsOwnEndIfAnEarlierOneWasNoticed() {
        Interruption outer = Interruption.ofCurrentThread();
        Interruption inner = Interruption.ofCurrentThread();
        outer.interrupt(timer);
        assertThat(Thread.interrupted()).isTrue();
        inner.interrupt(timer);

        assertThat(inner.end()).isFalse();
        assertThat(isInterrupted()).isFalse();

        assertThat(outer.end()).isFalse();
    }

    @Test
    void isTriedAgainLessAndLessOftenUntilTheCodeHasEnded() {
        List<Duration> pauses = new ArrayList<>();
        Interruption interruption = Interruption.ofCurrentThread();
        Thread.currentThread().interrupt();
        interruption.interrupt(timer);
        for (int i = 0; i < 8; i++) {
            pauses.addAll(timer.waiting());
            timer.runAll();
        }

        interruption.end();
        timer.runAll();

        assertThat(pauses).extracting(Duration::toMillis).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 50L, 50L);
        assertThat(timer.waiting()).isEmpty();
    }

    @Test
    void whatTheCodeMadeOfAnInterruptionOfSomebodyElseIsItsOwn() {
        Interruption interruption = Interruption.ofCurrentThread();
        Thread.currentThread().interrupt();
        interruption.interrupt(timer);
        assertThat(Thread.interrupted()).isTrue();

        assertThat(interruption.end()).isTrue();

        timer.runAll();
        assertThat(isInterrupted()).isFalse();
    }

    @Test
    void ofNobodyTellsAllTheSameWhoWasFirst() {
        Interruption late = Interruption.ofNobody();
        Interruption inTime = Interruption.ofNobody();

        late.interrupt(timer);

        assertThat(isInterrupted()).isFalse();
        assertThat(late.end()).isFalse();
        assertThat(inTime.end()).isTrue();
    }
}
