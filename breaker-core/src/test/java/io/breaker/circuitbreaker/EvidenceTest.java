package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.Evidence.Occurrences;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Why a breaker opened, in numbers and names. */
class EvidenceTest {

    private final Lab lab = Lab.create().recordEvents();

    private Evidence last() {
        return lab.transitions().get(lab.transitions().size() - 1).evidence();
    }

    private void fail(Throwable thrown, int times) {
        for (int i = 0; i < times; i++) {
            lab.start().failure(thrown);
        }
    }

    @Test
    void namesTheThreeMostFrequentExceptionsAndTheSlowestCall() {
        fail(new IllegalStateException(), 2);
        fail(new UnsupportedOperationException(), 1);
        fail(new IllegalArgumentException(), 1);
        Permit slow = lab.start();
        lab.advance(Duration.ofMillis(2_003));
        slow.failure(new SocketTimeoutException());
        fail(new SocketTimeoutException(), 2);
        lab.succeed(2);
        lab.succeed(1);

        assertThat(lab.state()).isEqualTo(State.OPEN);
        Evidence evidence = last();
        assertThat(evidence.exceptions())
                .containsExactly(
                        new Occurrences("java.net.SocketTimeoutException", 3),
                        new Occurrences("java.lang.IllegalStateException", 2),
                        new Occurrences("java.lang.IllegalArgumentException", 1));
        assertThat(evidence.slowest()).isEqualTo(Duration.ofMillis(2_003));
        assertThat(evidence.calls()).isEqualTo(10);
        assertThat(evidence.failureRate()).isEqualTo(70);
        assertThat(evidence.slowCallRate()).isEqualTo(10);
        assertThat(evidence.text())
                .isEqualTo("failure rate 70.0%, threshold 50.0%; of 10 calls 7 failed, 1 slow, 1 both; "
                        + "mostly 3 x java.net.SocketTimeoutException, 2 x java.lang.IllegalStateException, "
                        + "1 x java.lang.IllegalArgumentException; the slowest took 2003 ms; probes in 10000 ms");
    }

    @Test
    void forgetsWhatHasLeftTheWindow() {
        Permit slow = lab.start();
        lab.advance(Duration.ofSeconds(5));
        slow.failure(new SocketTimeoutException());
        lab.succeed(10); // and this pushes it out
        fail(new IllegalStateException(), 5);

        assertThat(last().exceptions()).containsExactly(new Occurrences("java.lang.IllegalStateException", 5));
        assertThat(last().slowest()).isZero();
    }

    @Test
    void speaksOfTheExceptionInAWrapper() {
        fail(new CompletionException(new SocketTimeoutException()), 10);

        assertThat(last().exceptions()).containsExactly(new Occurrences("java.net.SocketTimeoutException", 10));
    }

    @Test
    void slowSuccessesThrewNothing() {
        lab.succeedSlowly(10);

        assertThat(last().exceptions()).isEmpty();
        assertThat(last().slowest()).isEqualTo(Lab.SLOW.plusNanos(1));
        assertThat(last().text()).contains("; the slowest took 100 ms; probes in");
    }

    @Test
    void countsWhatIsStillRunning() {
        Lab hanging = Lab.with(builder -> builder.minimumNumberOfCalls(2)).recordEvents();
        hanging.start();
        hanging.start();
        hanging.advance(Lab.SLOW.multipliedBy(3));

        assertThat(hanging.state()).isEqualTo(State.OPEN);
        Evidence evidence = hanging.transitions().get(0).evidence();
        assertThat(evidence.overdue()).isEqualTo(2);
        assertThat(evidence.slow()).isEqualTo(2);
        assertThat(evidence.text())
                .isEqualTo("slow call rate 100.0%, threshold 100.0%; of 2 calls 0 failed, 2 slow, 0 both; "
                        + "2 still running for too long; probes in 10000 ms");
    }

    @Test
    void probesHaveEvidenceOfTheirOwn() {
        fail(new IllegalStateException(), 10);
        lab.advance(Lab.OPEN_WAIT);
        fail(new SocketTimeoutException(), 1);

        assertThat(lab.state()).isEqualTo(State.OPEN);
        assertThat(last().exceptions()).containsExactly(new Occurrences("java.net.SocketTimeoutException", 1));
    }

    @Test
    void aChangeOfConfigurationForgetsNothing() {
        fail(new SocketTimeoutException(), 4);
        lab.breaker.reconfigure(
                lab.breaker.config().toBuilder().minimumNumberOfCalls(5).build());
        fail(new IllegalStateException(), 1);

        assertThat(last().exceptions())
                .containsExactly(
                        new Occurrences("java.net.SocketTimeoutException", 4),
                        new Occurrences("java.lang.IllegalStateException", 1));
    }

    @Test
    void withoutCallsThereAreNoRates() {
        lab.breaker.forceOpen();

        assertThat(last().failureRate()).isEqualTo(-1);
        assertThat(last().slowCallRate()).isEqualTo(-1);
        assertThat(last().text()).isEqualTo("by hand");
    }
}
