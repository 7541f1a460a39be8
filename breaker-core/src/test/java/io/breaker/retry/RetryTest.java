package io.breaker.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.breaker.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RetryTest {

    private final ManualTime time = new ManualTime();
    private final List<Duration> waits = new ArrayList<>();
    private int runs;

    private Retry retry(UnaryOperator<RetryConfig.Builder> changes) {
        return new Retry(
                "lab",
                changes.apply(RetryConfig.builder()).build(),
                time,
                new ManualTimer(time),
                nanos -> waits.add(Duration.ofNanos(nanos)));
    }

    private Retry retry() {
        return retry(builder -> builder);
    }

    private int runsOf(Retry retry, Throwable thrown) {
        runs = 0;
        assertThat(catchThrowable(() -> retry.call(() -> {
                    runs++;
                    throw thrown;
                })))
                .isSameAs(thrown);
        return runs;
    }

    @Nested
    class Attempts {

        @Test
        void aSuccessIsNotRepeated() {
            assertThat(retry().call(() -> "run " + ++runs)).isEqualTo("run 1");
            assertThat(waits).isEmpty();
        }

        @Test
        void aFailureIsRepeatedUntilItWorks() throws IOException {
            String result = retry().call(() -> {
                if (++runs < 3) {
                    throw new IOException();
                }
                return "run " + runs;
            });

            assertThat(result).isEqualTo("run 3");
            assertThat(waits).containsExactly(Duration.ofMillis(500), Duration.ofMillis(500));
        }

        @Test
        void theLastFailureIsThrownUnchangedAfterTheLastAttempt() {
            assertThat(runsOf(retry(), new IOException())).isEqualTo(3);
            assertThat(runsOf(retry(builder -> builder.maxAttempts(1)), new IOException()))
                    .isEqualTo(1);
            assertThat(waits).hasSize(2);
        }

        @Test
        void waitsGrowUpToTheirLimit() {
            runsOf(
                    retry(builder -> builder.maxAttempts(5)
                            .enableExponentialBackoff(true)
                            .exponentialBackoffMultiplier(2)
                            .exponentialMaxWaitDuration(Duration.ofMillis(1_500))),
                    new IOException());

            assertThat(waits).extracting(Duration::toMillis).containsExactly(500L, 1_000L, 1_500L, 1_500L);
        }

        @Test
        void waitsScatterWithinTheirFactor() {
            runsOf(
                    retry(builder ->
                            builder.maxAttempts(100).enableRandomizedWait(true).randomizedWaitFactor(0.1)),
                    new IOException());

            assertThat(waits)
                    .hasSize(99)
                    .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(450), Duration.ofMillis(550)))
                    .doesNotHaveDuplicates();
        }

        @Test
        void noWaitBeginsThatWouldEndAfterTheLongestDuration() {
            Retry retry = new Retry(
                    "lab",
                    RetryConfig.builder()
                            .maxAttempts(100)
                            .waitDuration(Duration.ofSeconds(1))
                            .maxDuration(Duration.ofSeconds(10))
                            .build(),
                    time,
                    new ManualTimer(time),
                    time::advanceNanos);

            assertThat(catchThrowable(() -> retry.call(() -> {
                        runs++;
                        time.advance(Duration.ofSeconds(2));
                        throw new IOException();
                    })))
                    .isInstanceOf(IOException.class);

            assertThat(runs).isEqualTo(4); // they end at 2, 5, 8 and 11 s
        }
    }

    @Test
    void aWaitMayEndJustWithTheLongestDurationWhateverTheClockShows() {
        time.advance(Duration.ofDays(1));
        Retry retry = new Retry(
                "lab",
                RetryConfig.builder()
                        .maxAttempts(100)
                        .waitDuration(Duration.ofSeconds(1))
                        .maxDuration(Duration.ofSeconds(10))
                        .build(),
                time,
                new ManualTimer(time),
                time::advanceNanos);

        assertThat(catchThrowable(() -> retry.call(() -> {
                    runs++;
                    time.advance(Duration.ofSeconds(1));
                    throw new IOException();
                })))
                .isInstanceOf(IOException.class);

        assertThat(runs).isEqualTo(6); // they end at 1, 3, 5, 7, 9 and 11 s
    }

    @Nested
    class Results {

        @Test
        void unwantedOnesAreRepeatedAndTheLastIsReturned() {
            Retry retry = retry(builder -> builder.resultPredicate("bad"::equals));

            assertThat(retry.call(() -> ++runs < 2 ? "bad" : "good")).isEqualTo("good");
            assertThat(retry.call(() -> "bad")).isEqualTo("bad");
            assertThat(waits).hasSize(1 + 2);
        }

        @Test
        void nullOnesReachThePredicateAndEachIsAskedAboutOnce() {
            List<@Nullable Object> asked = new ArrayList<>();
            Retry retry = retry(builder -> builder.resultPredicate(result -> {
                asked.add(result);
                return result == null;
            }));

            retry.<@Nullable String, RuntimeException>call(() -> ++runs < 3 ? null : "good");

            assertThat(asked).containsExactly(null, null, "good");
        }

        @Test
        void stillUnwantedOnesBecomeAnExceptionIfAskedFor() {
            Retry retry =
                    retry(builder -> builder.resultPredicate("bad"::equals).failAfterMaxAttempts(true));

            assertThatThrownBy(() -> retry.call(() -> "bad"))
                    .isInstanceOfSatisfying(MaxRetriesExceededException.class, thrown -> {
                        assertThat(thrown.name()).isEqualTo("lab");
                        assertThat(thrown.attempts()).isEqualTo(3);
                    })
                    .hasMessage("Retry 'lab' got an unwanted result from each of its 3 attempts");
        }

        @Test
        void areWantedIfThePredicateThrows() {
            Retry retry = retry(builder -> builder.resultPredicate(result -> {
                throw new IllegalStateException("a broken predicate");
            }));

            assertThat(retry.call(() -> "value")).isEqualTo("value");
            assertThat(retry.snapshot().successfulWithoutRetry()).isEqualTo(1);
        }
    }

    @Nested
    class Interruption {

        @Test
        void whileWaitingEndsWithTheLastOutcomeAndKeepsTheInterrupt() {
            Retry retry = new Retry("lab", RetryConfig.ofDefaults(), time, new ManualTimer(time), nanos -> {
                throw new InterruptedException();
            });

            assertThat(runsOf(retry, new IOException())).isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();
        }

        @Test
        void afterAnUnwantedResultReturnsItAndKeepsTheInterrupt() {
            Retry retry = retry(builder -> builder.resultPredicate("bad"::equals));

            String result = retry.call(() -> {
                runs++;
                Thread.currentThread().interrupt();
                return "bad";
            });

            assertThat(Thread.interrupted()).isTrue();
            assertThat(result).isEqualTo("bad");
            assertThat(runs).isEqualTo(1);
            assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot("lab", 0, 0, 1, 0));
        }

        @Test
        void ofTheBodyEndsTheAttemptsEvenWithoutAnyWait() {
            Retry retry = retry(builder -> builder.waitDuration(Duration.ZERO));
            IOException thrown = new IOException();

            assertThat(catchThrowable(() -> retry.call(() -> {
                        runs++;
                        Thread.currentThread().interrupt();
                        throw thrown;
                    })))
                    .isSameAs(thrown);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(runs).isEqualTo(1);
        }
    }

    @Test
    void countsEndedCallsByHowTheyEnded() {
        Retry retry = retry(builder -> builder.resultPredicate("bad"::equals));
        retry.call(() -> "good");
        retry.call(() -> ++runs < 2 ? "bad" : "good");
        retry.call(() -> "bad");
        runsOf(retry, new IOException());
        runsOf(retry, new AssertionError());

        assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot("lab", 1, 1, 1, 2));
    }

    @Test
    void tellsOfAttemptsAndEnds() {
        List<Object> events = new ArrayList<>();
        Retry retry = retry();
        retry.on(RetryEvent.Retrying.class, event -> events.add(event.attempts() + " " + event.pause()));
        retry.on(RetryEvent.Failure.class, event -> events.add("failed after " + event.attempts()));
        retry.on(RetryEvent.Success.class, event -> events.add("succeeded after " + event.attempts()));
        retry.on(RetryEvent.class, event -> {
            throw new IllegalStateException("a broken listener");
        });
        runsOf(retry, new IOException());
        retry.call(() -> "good");

        assertThat(events).containsExactly("1 PT0.5S", "2 PT0.5S", "failed after 3", "succeeded after 1");
    }

    @Test
    void aListenerHearsNoMoreOnceItIsClosed() {
        List<RetryEvent> events = new ArrayList<>();
        Retry retry = retry();
        Subscription subscription = retry.on(RetryEvent.class, events::add);
        retry.call(() -> "good");

        subscription.close();
        retry.call(() -> "good");

        assertThat(events).hasSize(1);
    }

    @Test
    void anotherConfigurationHoldsForCallsThatBeginLater() throws IOException {
        Retry retry = retry();
        assertThat(catchThrowable(() -> retry.call(() -> {
                    if (++runs == 1) {
                        retry.reconfigure(RetryConfig.builder().maxAttempts(1).build());
                    }
                    throw new IOException();
                })))
                .isInstanceOf(IOException.class);

        assertThat(runs).isEqualTo(3);
        assertThat(runsOf(retry, new IOException())).isEqualTo(1);
        assertThat(retry.config().maxAttempts()).isEqualTo(1);
    }

    @Test
    void aRetryNeedsAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retry.of(" ", RetryConfig.ofDefaults()))
                .withMessage("name is  : must not be empty");
    }
}
