package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.circuitbreaker.CircuitBreaker.Outcome;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassificationTest {

    private static Outcome of(Throwable thrown, UnaryOperator<CircuitBreakerConfig.Builder> rules) {
        return rules.apply(CircuitBreakerConfig.builder()).build().classifier.ofException(thrown);
    }

    private static Outcome ofDefaults(Throwable thrown) {
        return of(thrown, builder -> builder);
    }

    @Nested
    class Order {

        @Test
        void everyExceptionAndErrorIsAFailureByDefault() {
            assertThat(ofDefaults(new IOException())).isEqualTo(Outcome.FAILURE);
            assertThat(ofDefaults(new IllegalStateException())).isEqualTo(Outcome.FAILURE);
            assertThat(ofDefaults(new AssertionError())).isEqualTo(Outcome.FAILURE);
            assertThat(ofDefaults(new StackOverflowError())).isEqualTo(Outcome.FAILURE);
        }

        @Test
        void ignoredBeatsRecorded() {
            assertThat(of(
                            new FileNotFoundException(),
                            rules -> rules.recordExceptions(FileNotFoundException.class)
                                    .recordFailurePredicate(thrown -> true)
                                    .exceptionClassifier(thrown -> true)
                                    .ignoreExceptions(IOException.class)))
                    .isEqualTo(Outcome.IGNORED);
            assertThat(of(
                            new IOException(),
                            rules -> rules.recordExceptions(IOException.class)
                                    .ignoreExceptionPredicate(IOException.class::isInstance)))
                    .isEqualTo(Outcome.IGNORED);
        }

        @Test
        void neitherIgnoredNorRecordedIsASuccess() {
            assertThat(of(new IOException(), rules -> rules.recordExceptions(IllegalStateException.class)))
                    .isEqualTo(Outcome.SUCCESS);
            assertThat(of(new IOException(), rules -> rules.recordFailurePredicate(thrown -> false)))
                    .isEqualTo(Outcome.SUCCESS);
            assertThat(of(new IOException(), rules -> rules.exceptionClassifier(thrown -> false)))
                    .isEqualTo(Outcome.SUCCESS);
        }

        @Test
        void subtypesAreRecordedAndIgnoredToo() {
            assertThat(of(new FileNotFoundException(), rules -> rules.recordExceptions(IOException.class)))
                    .isEqualTo(Outcome.FAILURE);
            assertThat(of(new FileNotFoundException(), rules -> rules.ignoreExceptions(IOException.class)))
                    .isEqualTo(Outcome.IGNORED);
        }

        @Test
        void anyOfTheWaysToRecordIsEnough() {
            assertThat(of(
                            new IOException(),
                            rules -> rules.recordExceptions(IllegalStateException.class)
                                    .recordFailurePredicate(IOException.class::isInstance)
                                    .exceptionClassifier(thrown -> false)))
                    .isEqualTo(Outcome.FAILURE);
            assertThat(of(
                            new IOException(),
                            rules -> rules.recordFailurePredicate(thrown -> false)
                                    .exceptionClassifier(IOException.class::isInstance)))
                    .isEqualTo(Outcome.FAILURE);
        }
    }

    @Nested
    class CalledOff {

        static List<Throwable> interruptionsAndCancellations() {
            return List.of(
                    new InterruptedException(),
                    new CancellationException(),
                    new ClosedByInterruptException(),
                    new CompletionException(new CancellationException()),
                    new ExecutionException(new InterruptedException()));
        }

        @ParameterizedTest
        @MethodSource("interruptionsAndCancellations")
        void isIgnoredWhateverTheRulesSay(Throwable thrown) {
            assertThat(of(
                            thrown,
                            rules -> rules.recordExceptions(Throwable.class).recordFailurePredicate(any -> true)))
                    .isEqualTo(Outcome.IGNORED);
        }

        @Test
        void doesNotIncludeTimeOuts() {
            assertThat(ofDefaults(new java.net.SocketTimeoutException())).isEqualTo(Outcome.FAILURE);
            assertThat(ofDefaults(new InterruptedIOException())).isEqualTo(Outcome.FAILURE);
        }
    }

    @Nested
    class Wrappers {

        @Test
        void areTakenOffHoweverManyThereAre() {
            Throwable wrapped =
                    new CompletionException(new ExecutionException(new CompletionException(new IOException())));

            assertThat(of(wrapped, rules -> rules.ignoreExceptions(IOException.class)))
                    .isEqualTo(Outcome.IGNORED);
            assertThat(of(wrapped, rules -> rules.recordFailurePredicate(IOException.class::isInstance)))
                    .isEqualTo(Outcome.FAILURE);
        }

        @Test
        void withoutACauseStandForThemselves() {
            assertThat(ofDefaults(new CompletionException("no cause", null))).isEqualTo(Outcome.FAILURE);
        }

        @Test
        void ofOtherKindsStayOn() {
            assertThat(of(
                            new UncheckedIOException(new IOException()),
                            rules -> rules.ignoreExceptions(IOException.class)))
                    .isEqualTo(Outcome.FAILURE);
        }
    }

    @Nested
    class Permits {

        private final Lab lab = Lab.with(builder -> builder.permittedNumberOfCallsInHalfOpenState(1)
                .ignoreExceptionPredicate(thrown -> {
                    throw new IllegalArgumentException("a broken predicate");
                })
                .recordResultPredicate(result -> {
                    throw new AssertionError("another one");
                }));

        @Test
        void aPredicateThatThrowsSettlesTheCallAsIfItWereNotThere() throws Exception {
            lab.breaker.halfOpen();
            IOException thrown = new IOException();

            assertThatThrownBy(() -> lab.breaker.call(() -> {
                        throw thrown;
                    }))
                    .isSameAs(thrown);
            assertThat(lab.state()).isEqualTo(State.OPEN);
            assertThat(lab.snapshot().callsInFlight()).isZero();

            lab.advance(Lab.OPEN_WAIT);
            assertThat(lab.breaker.call(() -> "fine")).isEqualTo("fine");
            assertThat(lab.state()).isEqualTo(State.CLOSED);
        }

        @Test
        void anErrorSettlesThePermitAsAFailure() {
            lab.breaker.halfOpen();
            Error error = new StackOverflowError();

            assertThat(catchThrowable(() -> lab.breaker.call(() -> {
                        throw error;
                    })))
                    .isSameAs(error);

            assertThat(lab.state()).isEqualTo(State.OPEN);
            assertThat(lab.snapshot().callsInFlight()).isZero();
        }

        @Test
        void anInterruptGivesThePermitBack() {
            lab.breaker.halfOpen();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> lab.breaker.call(() -> {
                            throw new InterruptedException();
                        }))
                        .isInstanceOf(InterruptedException.class);
            }

            assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
            assertThat(lab.snapshot().callsInFlight()).isZero();
            lab.start();
        }
    }

    @Test
    void nullResultsReachTheResultPredicate() {
        List<@Nullable Object> seen = new ArrayList<>();
        Lab lab = Lab.with(builder -> builder.recordResultPredicate(result -> {
            seen.add(result);
            return result == null;
        }));

        lab.breaker.<@Nullable String, RuntimeException>call(() -> null);
        lab.breaker.call(() -> "a value");

        assertThat(seen).containsExactly(null, "a value");
        assertThat(lab.snapshot().failedCalls()).isEqualTo(1);
        assertThat(lab.snapshot().successfulCalls()).isEqualTo(1);
    }

    @Test
    void aResultWhosePredicateThrowsIsASuccess() {
        CircuitBreakerConfig config = CircuitBreakerConfig.builder()
                .recordResultPredicate(result -> {
                    throw new IllegalArgumentException("a broken predicate");
                })
                .build();

        assertThat(config.classifier.ofResult("value")).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void aPermitThatIsToldSuccessAsksNoPredicate() {
        Lab lab = Lab.with(builder -> builder.recordResultPredicate(result -> true));
        lab.start().success();

        assertThat(lab.snapshot().failedCalls()).isZero();
    }

    @Test
    void anErrorIsAFailureWhateverIsRecorded() {
        Lab lab = Lab.with(config -> config.recordExceptions(java.io.IOException.class));

        lab.start().failure(new OutOfMemoryError("of the test"));

        assertThat(lab.snapshot().failedCalls()).isEqualTo(1);
    }

    @Test
    void aPredicateWhoseExceptionCannotBePrintedBreaksNoCall() {
        Lab lab = Lab.with(config -> config.recordResultPredicate(result -> {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new IllegalStateException("and its message throws too");
                }
            };
        }));

        assertThat(lab.breaker.call(() -> "ok")).isEqualTo("ok");
        assertThat(lab.snapshot().callsInFlight()).isZero();
        assertThat(lab.snapshot().bufferedCalls()).isEqualTo(1);
    }
}
