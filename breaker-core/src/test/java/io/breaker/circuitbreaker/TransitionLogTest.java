package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.CapturedLog;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators read: every transition once, and nothing about single calls. */
class TransitionLogTest {

    @RegisterExtension
    final CapturedLog log = new CapturedLog(CircuitBreaker.class);

    private final Lab lab = Lab.create();

    @Test
    void aTransitionIsLoggedOnceWithItsCauseInNumbers() {
        lab.fail(10);
        lab.advance(Lab.OPEN_WAIT);
        lab.succeed(2);

        assertThat(log.lines())
                .containsExactly(
                        "WARN Circuit breaker 'lab' went from CLOSED to OPEN: failure rate 100.0%, threshold 50.0%; "
                                + "of 10 calls 10 failed, 0 slow, 0 both; mostly 10 x java.lang.IllegalStateException; "
                                + "probes in 10000 ms",
                        "INFO Circuit breaker 'lab' went from OPEN to HALF_OPEN: the open wait is over",
                        "INFO Circuit breaker 'lab' went from HALF_OPEN to CLOSED: the probes succeeded; "
                                + "of 2 calls 0 failed, 0 slow, 0 both");
    }

    @ParameterizedTest
    @EnumSource(value = State.class, mode = EnumSource.Mode.EXCLUDE, names = "CLOSED")
    void onlyAWayIntoAnOpenStateIsAWarning(State state) {
        lab.moveTo(state);

        String level = state == State.OPEN || state == State.FORCED_OPEN ? "WARN " : "INFO ";
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith(level)
                .contains("CLOSED to " + state + ": by hand");
    }

    @Test
    void aResetThatChangesNoStateIsNotLoggedButListenersHearOfIt() {
        lab.recordEvents();
        lab.breaker.reset();

        assertThat(log.lines()).isEmpty();
        assertThat(lab.transitions()).hasSize(1);
    }

    @Test
    void callsAndRefusalsAreNotLogged() {
        lab.succeed(3);
        lab.fail(3);
        lab.start().release();
        lab.breaker.call(() -> "value");
        lab.breaker.forceOpen();
        lab.breaker.tryAcquire();

        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void aPredicateThatThrowsIsLoggedOnce() {
        Lab broken = Lab.with(builder -> builder.recordResultPredicate(result -> {
            throw new IllegalStateException("a broken predicate");
        }));
        for (int i = 0; i < 3; i++) {
            broken.breaker.call(() -> "value");
        }

        assertThat(log.lines()).singleElement().asString().startsWith("WARN A predicate of a circuit breaker threw");
    }

    @Test
    void aPredicateOfExceptionsThatThrowsIsLoggedOnce() {
        Lab broken = Lab.with(builder -> builder.ignoreExceptionPredicate(thrown -> {
            throw new IllegalStateException("a broken predicate");
        }));
        broken.fail(3);

        assertThat(log.lines()).singleElement().asString().startsWith("WARN A predicate of a circuit breaker threw");
    }

    @Test
    void anObserverThatThrowsIsLoggedOnce() {
        lab.breaker.observe((outcome, nanos) -> {
            throw new IllegalStateException("a broken observer");
        });
        lab.succeed(3);

        assertThat(log.lines()).singleElement().asString().startsWith("WARN An observer of calls threw");
    }

    @Test
    void aTimerThatTakesNoTaskIsLoggedOnce() {
        CircuitBreakerConfig config =
                Lab.small().automaticTransitionFromOpenToHalfOpenEnabled(true).build();
        CircuitBreaker breaker =
                new CircuitBreaker(new StateMachine("lab", config, lab.time, () -> lab.wallClock, (delay, task) -> {
                    throw new OutOfMemoryError("no thread for the timer");
                }));
        breaker.open();
        breaker.close();
        breaker.open();

        assertThat(log.lines())
                .filteredOn("WARN Circuit breaker 'lab' cannot be woken by a timer"::equals)
                .hasSize(1);
    }
}
