package io.breaker.timelimiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.Caller;
import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.breaker.Pipeline;
import io.breaker.Subscription;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Blocking calls. The timer runs on the thread of the body here, in the middle of it: what a thread of its own may do. */
class TimeLimiterTest {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ManualTimer timer = new ManualTimer(new ManualTime());
    private final TimeLimiter limiter = limiter(true);
    private final CountDownLatch never = new CountDownLatch(1);

    private TimeLimiter limiter(boolean interrupts) {
        return new TimeLimiter(
                "lab",
                TimeLimiterConfig.builder()
                        .timeoutDuration(LIMIT)
                        .cancelRunningFuture(interrupts)
                        .build(),
                timer);
    }

    private static TimeLimiter limitedTo(Duration limit) {
        return TimeLimiter.of(
                "lab", TimeLimiterConfig.builder().timeoutDuration(limit).build());
    }

    @AfterEach
    void noAlarmIsLeft() {
        assertThat(Thread.interrupted()).isFalse();
        assertThat(timer.waiting()).isEmpty();
    }

    private static void assertTimeout(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOf(TimeoutException.class)
                .hasMessage("Time limiter 'lab' ended the call after 2000 ms");
    }

    @Nested
    class InTime {

        @Test
        void aCallReturnsItsValue() {
            assertThat(limiter.call(() -> {
                        assertThat(timer.waiting()).containsExactly(LIMIT);
                        return "value";
                    }))
                    .isEqualTo("value");

            assertThat(limiter.snapshot()).isEqualTo(new TimeLimiterSnapshot("lab", 1, 0, 0));
        }

        @Test
        void aCallThrowsWhatItThrows() {
            for (Throwable thrown : List.of(new IOException(), new StackOverflowError(), new TimeoutException())) {
                assertThat(catchThrowable(() -> limiter.call(() -> {
                            throw thrown;
                        })))
                        .isSameAs(thrown);
            }

            assertThat(limiter.snapshot()).isEqualTo(new TimeLimiterSnapshot("lab", 0, 3, 0));
        }

        @Test
        void anInterruptionOfSomebodyElseStaysOnTheThread() {
            String result = limiter.call(() -> {
                Thread.currentThread().interrupt();
                return "value";
            });

            assertThat(Thread.interrupted()).isTrue();
            assertThat(result).isEqualTo("value");
        }
    }

    @Nested
    class Late {

        @Test
        void aCallThatWaitsIsInterruptedAndItsExceptionIsSuppressed() {
            Throwable thrown = catchThrowable(() -> limiter.call(() -> {
                timer.runAll();
                never.await();
                return "not reached";
            }));

            assertTimeout(thrown);
            assertThat(thrown.getSuppressed()).hasSize(1).hasOnlyElementsOfType(InterruptedException.class);
            assertThat(thrown).hasNoCause();
            assertThat(limiter.snapshot()).isEqualTo(new TimeLimiterSnapshot("lab", 0, 0, 1));
        }

        @Test
        void aCallThatDoesNotHeedItEndsWhenItReturnsAndNoInterruptionIsLeft() {
            List<Boolean> interrupted = new ArrayList<>();

            Throwable thrown = catchThrowable(() -> limiter.call(() -> {
                timer.runAll();
                interrupted.add(Thread.currentThread().isInterrupted());
                return "too late";
            }));

            assertTimeout(thrown);
            assertThat(thrown.getSuppressed()).isEmpty();
            assertThat(interrupted).containsExactly(true);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @Test
        void aCallThatSwallowsTheInterruptionIsLateAllTheSame() {
            assertTimeout(catchThrowable(() -> limiter.call(() -> {
                timer.runAll();
                assertThat(catchThrowable(never::await)).isInstanceOf(InterruptedException.class);
                return "too late";
            })));
        }

        @Test
        void aCallThatFailsLateIsSuppressedInTheTimeout() {
            IOException thrown = new IOException();

            assertThat(catchThrowable(() -> limiter.call(() -> {
                        timer.runAll();
                        throw thrown;
                    })))
                    .isInstanceOf(TimeoutException.class)
                    .hasSuppressedException(thrown);
        }

        @Test
        void anInterruptionOfSomebodyElseThatCameFirstIsKept() {
            Throwable thrown = catchThrowable(() -> limiter.call(() -> {
                Thread.currentThread().interrupt();
                timer.runAll();
                return "too late";
            }));

            assertThat(Thread.interrupted()).isTrue();
            assertTimeout(thrown);
            timer.runAll(); // it is tried again, and finds the end
        }

        @Test
        void ofTwoEqualLimitsTheInnerOneDoesNotSwallowTheInterruptionOfTheOuterOne() {
            TimeLimiter outer = new TimeLimiter("outer", limiter.config(), timer);
            Retry retry = Retry.of("lab", RetryConfig.ofDefaults());
            List<String> attempts = new ArrayList<>();

            Throwable thrown =
                    catchThrowable(() -> Pipeline.of(outer, retry, limiter).call(() -> {
                        attempts.add("attempt");
                        timer.runAll(); // both at once: the outer one's alarm is the first
                        never.await();
                        return "not reached";
                    }));

            assertThat(thrown)
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("Time limiter 'outer' ended the call after 2000 ms");
            assertThat(attempts).hasSize(1);
            timer.runAll();
        }

        @Test
        void ofTwoEqualLimitsTheOuterOneStillInterruptsAfterTheInnerOne() {
            TimeLimiter inner = new TimeLimiter("inner", limiter.config(), timer);
            List<String> seen = new ArrayList<>();

            Throwable thrown = catchThrowable(() -> limiter.call(() -> {
                Throwable first = catchThrowable(() -> inner.call(() -> {
                    timer.runNewest();
                    timer.runAll();
                    never.await();
                    return "not reached";
                }));
                seen.add(String.valueOf(first.getMessage()));
                timer.runAll();
                never.await();
                return "not reached";
            }));

            assertThat(seen).containsExactly("Time limiter 'inner' ended the call after 2000 ms");
            assertTimeout(thrown);
        }

        @Test
        void aCallThatIsNotToBeInterruptedIsNot() {
            TimeLimiter gentle = limiter(false);
            List<Boolean> interrupted = new ArrayList<>();

            Throwable thrown = catchThrowable(() -> gentle.call(() -> {
                timer.runAll();
                interrupted.add(Thread.currentThread().isInterrupted());
                return "too late";
            }));

            assertTimeout(thrown);
            assertThat(interrupted).containsExactly(false);
            assertThat(gentle.snapshot()).isEqualTo(new TimeLimiterSnapshot("lab", 0, 0, 1));
        }

        @Test
        void theTighterOfTwoLimitsIsTheOneThatEndsTheCall() {
            TimeLimiter outer = new TimeLimiter("outer", TimeLimiterConfig.ofDefaults(), timer);

            assertTimeout(catchThrowable(() -> outer.call(() -> limiter.call(() -> {
                        timer.runAll(); // both at once: the outer one's alarm is the first
                        return "too late";
                    })))
                    .getSuppressed()[0]);

            assertThat(limiter.snapshot().timedOutCalls()).isEqualTo(1);
            assertThat(outer.snapshot().timedOutCalls()).isEqualTo(1);
            timer.runAll();
        }

        @Test
        void onARealTimerAHangingCallEnds() {
            TimeLimiter real = TimeLimiter.of(
                    "lab",
                    TimeLimiterConfig.builder()
                            .timeoutDuration(Duration.ofMillis(5))
                            .build());

            Caller caller = Caller.of(() -> real.call(() -> {
                never.await();
                return "not reached";
            }));

            assertThat(caller.thrown()).isInstanceOf(TimeoutException.class);
            assertThat(caller.isInterrupted()).isFalse();
        }
    }

    @Test
    void anAlarmThatComesAfterTheEndDoesNothing() {
        List<Runnable> alarms = new ArrayList<>();
        TimeLimiter slow = new TimeLimiter("lab", limiter.config(), (delay, task) -> {
            alarms.add(task);
            return new CompletableFuture<>();
        });
        slow.call(() -> "value");

        alarms.get(0).run();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(slow.snapshot()).isEqualTo(new TimeLimiterSnapshot("lab", 1, 0, 0));
    }

    @Test
    void anotherConfigurationHoldsForCallsThatBeginLater() {
        List<Duration> alarms = new CopyOnWriteArrayList<>();
        limiter.call(() -> {
            limiter.reconfigure(TimeLimiterConfig.ofDefaults());
            alarms.addAll(timer.waiting());
            return "value";
        });
        limiter.call(() -> alarms.addAll(timer.waiting()));

        assertThat(alarms).containsExactly(LIMIT, Duration.ofSeconds(1));
        assertThat(limiter.config().timeoutDuration()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void tellsOfEachTimeoutUntilTheListenerIsClosed() {
        List<TimeLimiterEvent> events = new ArrayList<>();
        Subscription subscription = limiter.on(TimeLimiterEvent.class, events::add);
        limiter.note(TimeLimiter.Outcome.SUCCESSFUL);
        limiter.note(TimeLimiter.Outcome.FAILED);
        limiter.note(TimeLimiter.Outcome.TIMEOUT);
        subscription.close();
        limiter.note(TimeLimiter.Outcome.TIMEOUT);

        assertThat(events).singleElement().isInstanceOfSatisfying(TimeLimiterEvent.TimedOut.class, event -> {
            assertThat(event.name()).isEqualTo("lab");
            assertThat(event.timeout()).isEqualTo(LIMIT);
            assertThat(event.time()).isNotNull();
        });
        assertThat(limiter.snapshot()).isEqualTo(new TimeLimiterSnapshot("lab", 1, 1, 2));
        assertTimeout(limiter.timeout());
    }

    @Test
    void theShortestAndTheLongestLimitCanBeRead() {
        assertThat(limitedTo(Duration.ofNanos(250_000)).timeout())
                .hasMessage("Time limiter 'lab' ended the call after 250000 ns");
        assertThat(limitedTo(Duration.ofSeconds(Long.MAX_VALUE)).timeout())
                .hasMessage("Time limiter 'lab' ended the call after 2305843009213 ms");
    }

    @Test
    void aTimeoutAfterAChangeTellsOfTheLimitThatEndedTheCall() {
        List<Duration> told = new ArrayList<>();
        limiter.on(TimeLimiterEvent.TimedOut.class, event -> told.add(event.timeout()));

        assertTimeout(catchThrowable(() -> limiter.call(() -> {
            limiter.reconfigure(TimeLimiterConfig.ofDefaults());
            timer.runAll();
            return "too late";
        })));

        assertThat(told).containsExactly(LIMIT);
    }

    @Test
    void aTimeLimiterNeedsAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeLimiter.of(" ", TimeLimiterConfig.ofDefaults()))
                .withMessage("name is  : must not be empty");
    }
}
