package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptionTest {

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

        interruption.interrupt();

        assertThat(isInterrupted()).isTrue();
    }

    @Test
    void isTakenBackAtTheEndIfTheCodeHasNotNoticedIt() {
        Interruption interruption = Interruption.ofCurrentThread();
        interruption.interrupt();

        boolean undisturbed = interruption.end();

        assertThat(isInterrupted()).isFalse();
        assertThat(undisturbed).isFalse();
    }

    @Test
    void doesNothingAfterTheEnd() {
        Interruption interruption = Interruption.ofCurrentThread();

        assertThat(interruption.end()).isTrue();
        interruption.interrupt();

        assertThat(isInterrupted()).isFalse();
    }

    @Test
    void happensOnce() {
        Interruption interruption = Interruption.ofCurrentThread();
        interruption.interrupt();
        assertThat(Thread.interrupted()).isTrue();

        interruption.interrupt();

        assertThat(isInterrupted()).isFalse();
        assertThat(interruption.end()).isFalse();
    }

    @Test
    void leavesAnInterruptionOfSomebodyElseAlone() {
        Interruption interruption = Interruption.ofCurrentThread();
        Thread.currentThread().interrupt();

        interruption.interrupt();

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
    void ofNobodyTellsAllTheSameWhoWasFirst() {
        Interruption late = Interruption.ofNobody();
        Interruption inTime = Interruption.ofNobody();

        late.interrupt();

        assertThat(isInterrupted()).isFalse();
        assertThat(late.end()).isFalse();
        assertThat(inTime.end()).isTrue();
    }
}
