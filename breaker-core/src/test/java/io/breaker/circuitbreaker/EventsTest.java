package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker.Outcome;
import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Failure;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Ignored;
import io.breaker.circuitbreaker.CircuitBreakerEvent.NotPermitted;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Success;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventsTest {

    private final Lab lab = Lab.create();

    @Nested
    class Content {

        @Test
        void tellsOfEachCallOnceWithItsDuration() {
            lab.recordEvents();
            IllegalStateException thrown = new IllegalStateException();
            InterruptedException interrupted = new InterruptedException();
            Permit first = lab.start();
            lab.advance(Duration.ofMillis(5));
            first.success();
            lab.start().failure(thrown);
            lab.start().failure(interrupted);
            lab.start().release();

            assertThat(lab.events)
                    .containsExactly(
                            new Success("lab", lab.wallClock, Duration.ofMillis(5)),
                            new Failure("lab", lab.wallClock, Duration.ZERO, thrown),
                            new Ignored("lab", lab.wallClock, Duration.ZERO, interrupted),
                            new Ignored("lab", lab.wallClock, Duration.ZERO, null));
        }

        @Test
        void tellsOfEachRefusal() {
            lab.breaker.open();
            lab.recordEvents();
            assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(lab::start);

            assertThat(lab.events).containsExactly(new NotPermitted("lab", lab.wallClock, State.OPEN));
        }

        @Test
        void tellsOfATransitionWithItsEvidence() {
            lab.recordEvents();
            lab.fail(10);

            assertThat(lab.transitions())
                    .containsExactly(new Transition(
                            "lab",
                            lab.wallClock,
                            State.CLOSED,
                            State.OPEN,
                            TransitionCause.FAILURE_RATE,
                            new Evidence(
                                    "failure rate 100.0%, threshold 50.0%; of 10 calls 10 failed, 0 slow, 0 both; "
                                            + "mostly 10 x java.lang.IllegalStateException; probes in 10000 ms",
                                    10,
                                    10,
                                    0,
                                    0,
                                    0,
                                    List.of(new Evidence.Occurrences("java.lang.IllegalStateException", 10)),
                                    Duration.ZERO),
                            null));
        }

        @Test
        void tellsOfAResultThatCountsAsAFailureWithoutAnException() {
            Lab strict = Lab.with(builder -> builder.recordResultPredicate("bad"::equals))
                    .recordEvents();
            strict.breaker.call(() -> "bad");

            assertThat(strict.events).containsExactly(new Failure("lab", strict.wallClock, Duration.ZERO, null));
        }
    }

    @Nested
    class Subscriptions {

        @Test
        void getOnlyTheTypeTheyAskedFor() {
            List<Failure> failures = new ArrayList<>();
            lab.breaker.on(Failure.class, failures::add);
            lab.succeed(3);
            lab.fail(2);
            lab.breaker.open();

            assertThat(failures).hasSize(2);
        }

        @Test
        void endWhenTheyAreClosedAndOthersGoOn() {
            List<CircuitBreakerEvent> others = new ArrayList<>();
            Subscription closing = lab.breaker.on(CircuitBreakerEvent.class, lab.events::add);
            lab.breaker.on(CircuitBreakerEvent.class, others::add);
            lab.succeed(1);

            closing.close();
            closing.close();
            lab.succeed(1);

            assertThat(lab.events).hasSize(1);
            assertThat(others).hasSize(2);
        }
    }

    @Nested
    class BadListeners {

        @Test
        void oneThatThrowsBreaksNobody() {
            lab.breaker.on(CircuitBreakerEvent.class, event -> {
                throw new AssertionError("a broken listener");
            });
            lab.recordEvents();

            assertThat(lab.breaker.call(() -> "fine")).isEqualTo("fine");
            lab.fail(9);
            assertThat(lab.state()).isEqualTo(State.OPEN);
            assertThat(catchThrowable(lab::start)).isInstanceOf(CallNotPermittedException.class);
            assertThat(lab.events).hasSize(12);
            assertThat(lab.breaker.listenerFailures()).isEqualTo(12);
            assertThat(lab.snapshot().callsInFlight()).isZero();
        }

        @Test
        void oneThatThrowsInHalfOpenLeaksNoPermit() {
            lab.breaker.on(CircuitBreakerEvent.class, event -> {
                throw new IllegalStateException("a broken listener");
            });
            lab.openAndWait();
            lab.start().release();
            lab.succeed(2);

            assertThat(lab.state()).isEqualTo(State.CLOSED);
        }

        @Test
        void oneThatBlocksHoldsOnlyItsOwnCall() throws InterruptedException {
            CountDownLatch blocked = new CountDownLatch(1);
            CountDownLatch letGo = new CountDownLatch(1);
            lab.breaker.on(Transition.class, event -> {
                if (event.cause() == TransitionCause.FAILURE_RATE) {
                    blocked.countDown();
                    awaitQuietly(letGo);
                }
            });
            Thread unlucky = new Thread(() -> lab.fail(10));
            unlucky.start();
            blocked.await();

            assertThat(lab.state()).isEqualTo(State.OPEN);
            assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(lab::start);
            lab.advance(Lab.OPEN_WAIT);
            lab.succeed(2);
            assertThat(lab.state()).isEqualTo(State.CLOSED);
            assertThat(unlucky.isAlive()).isTrue();

            letGo.countDown();
            await().until(() -> !unlucky.isAlive());
            assertThat(lab.state()).isEqualTo(State.CLOSED);
        }

        private static void awaitQuietly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Test
        void oneThatLooksItsOwnBreakerUpSeesTheNewState() {
            List<State> seen = new ArrayList<>();
            CircuitBreakerRegistry registry =
                    CircuitBreakerRegistry.of(name -> Lab.small().build(), lab.time);
            CircuitBreaker breaker = registry.circuitBreaker("own");
            breaker.on(CircuitBreakerEvent.class, event -> {
                CircuitBreaker found = registry.circuitBreaker(event.name());
                assertThat(found).isSameAs(breaker);
                seen.add(found.state());
                found.snapshot();
            });
            breaker.acquire().success();
            breaker.open();

            assertThat(seen).containsExactly(State.CLOSED, State.OPEN);
            assertThat(breaker.listenerFailures()).isZero();
        }

        @Test
        void oneThatMovesItsOwnBreakerOnIsObeyed() {
            lab.recordEvents();
            lab.breaker.on(Transition.class, event -> {
                if (event.to() == State.OPEN) {
                    lab.breaker.forceOpen();
                }
            });
            lab.fail(10);

            assertThat(lab.state()).isEqualTo(State.FORCED_OPEN);
            assertThat(lab.transitions()).hasSize(2);
        }
    }

    @Nested
    class Observers {

        @Test
        void hearOfEveryCallThatWasLetThrough() {
            List<Outcome> outcomes = new ArrayList<>();
            List<Long> durations = new ArrayList<>();
            Subscription subscription = lab.breaker.observe((outcome, nanos) -> {
                outcomes.add(outcome);
                durations.add(nanos);
            });
            Permit slow = lab.start();
            lab.advance(Duration.ofNanos(7));
            slow.success();
            lab.fail(1);
            lab.start().release();
            lab.breaker.open();
            assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(lab::start);
            subscription.close();
            lab.breaker.close();
            lab.succeed(1);

            assertThat(outcomes).containsExactly(Outcome.SUCCESS, Outcome.FAILURE, Outcome.IGNORED);
            assertThat(durations).containsExactly(7L, 0L, 0L);
        }

        @Test
        void goOnWhenAnotherIsClosed() {
            List<Outcome> outcomes = new ArrayList<>();
            Subscription closing = lab.breaker.observe((outcome, nanos) -> {});
            lab.breaker.observe((outcome, nanos) -> outcomes.add(outcome));

            closing.close();
            lab.succeed(1);

            assertThat(outcomes).containsExactly(Outcome.SUCCESS);
        }

        @Test
        void hearOfLateCallsToo() {
            List<Outcome> outcomes = new ArrayList<>();
            lab.breaker.observe((outcome, nanos) -> outcomes.add(outcome));
            Permit late = lab.start();
            lab.breaker.disable();
            late.success();

            assertThat(outcomes).containsExactly(Outcome.SUCCESS);
        }

        @Test
        void thatThrowBreakNobody() {
            lab.breaker.observe((outcome, nanos) -> {
                throw new IllegalStateException("a broken observer");
            });
            lab.succeed(2);

            assertThat(lab.snapshot().bufferedCalls()).isEqualTo(2);
            assertThat(lab.breaker.listenerFailures()).isEqualTo(2);
        }
    }
}
