package io.breaker.ratelimiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.breaker.AdmissionPolicy;
import io.breaker.Failures;
import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.breaker.Permit;
import io.breaker.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final ManualTime time = new ManualTime();
    private final ManualTimer timer = new ManualTimer(time);
    private final List<Duration> sleeps = new ArrayList<>();
    private boolean interrupted;

    /** Ten permits a second. */
    private RateLimiter limiter(UnaryOperator<RateLimiterConfig.Builder> changes) {
        return new RateLimiter(
                "lab",
                changes.apply(RateLimiterConfig.builder().limitForPeriod(10).limitRefreshPeriod(PERIOD))
                        .build(),
                time,
                timer,
                nanos -> {
                    sleeps.add(Duration.ofNanos(nanos));
                    if (interrupted) {
                        throw new InterruptedException();
                    }
                });
    }

    private RateLimiter limiter() {
        return limiter(builder -> builder);
    }

    private RateLimiter patient() {
        return limiter(builder -> builder.timeoutDuration(Duration.ofSeconds(5)));
    }

    private static int available(RateLimiter limiter) {
        return limiter.snapshot().availablePermissions();
    }

    private static int letIn(AdmissionPolicy limiter, int calls) {
        int in = 0;
        for (int i = 0; i < calls; i++) {
            in += retryAfter(limiter) == null ? 1 : 0;
        }
        return in;
    }

    /** What a call is told, or null if it is let in. */
    private static @Nullable Duration retryAfter(AdmissionPolicy limiter) {
        RequestNotPermittedException refused =
                catchThrowableOfType(RequestNotPermittedException.class, () -> limiter.call(() -> "value"));
        return refused == null ? null : refused.retryAfter();
    }

    @Nested
    class Rate {

        @Test
        void asManyAsTheLimitMayBeginAtOnceAfterAQuietTime() {
            RateLimiter limiter = limiter();
            assertThat(available(limiter)).isEqualTo(10);

            assertThat(letIn(limiter, 20)).isEqualTo(10);
            assertThat(available(limiter)).isZero();
            time.advance(Duration.ofDays(365));
            assertThat(available(limiter)).isEqualTo(10);
            assertThat(letIn(limiter, 20)).isEqualTo(10);
        }

        @Test
        void permitsComeBackOneByOne() {
            RateLimiter limiter = limiter();
            letIn(limiter, 10);
            for (int i = 0; i < 25; i++) {
                time.advance(INTERVAL.minusNanos(1));
                assertThat(letIn(limiter, 1)).isZero();
                assertThat(available(limiter)).isZero();
                time.advanceNanos(1);
                assertThat(available(limiter)).isEqualTo(1);
                assertThat(letIn(limiter, 2)).isEqualTo(1);
            }
        }

        @Test
        void thereIsNoDoubleBurstAtTheEdgeOfAPeriod() {
            RateLimiter limiter = limiter();
            time.advance(PERIOD.minusMillis(1));
            int before = letIn(limiter, 20);
            time.advance(Duration.ofMillis(2));
            int after = letIn(limiter, 20);

            assertThat(before).isEqualTo(10);
            assertThat(after).isZero();
        }

        @Test
        void inAnyStretchOfPeriodsAtMostOneLimitMoreThanPeriodsBegins() {
            RateLimiter limiter = limiter();
            List<Long> begun = new ArrayList<>();
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 5_000; i++) {
                time.advanceNanos(random.nextLong(INTERVAL.toNanos()));
                if (letIn(limiter, 1) == 1) {
                    begun.add(time.nanoTime());
                }
            }

            assertThat(begun).hasSizeGreaterThan(1_000);
            for (int first = 0; first < begun.size(); first++) {
                for (int calls = 2; calls <= 40 && first + calls <= begun.size(); calls++) {
                    long stretch = begun.get(first + calls - 1) - begun.get(first);
                    assertThat((double) calls).isLessThanOrEqualTo(10 * (1 + (double) stretch / PERIOD.toNanos()));
                }
            }
        }

        @Test
        void aRefusedCallTakesNothingAndIsToldExactlyWhenItsPermitComes() {
            RateLimiter limiter = limiter();
            letIn(limiter, 10);
            time.advanceNanos(1);

            assertThat(retryAfter(limiter)).isEqualTo(INTERVAL.minusNanos(1));
            assertThat(retryAfter(limiter)).isEqualTo(INTERVAL.minusNanos(1));
            time.advance(INTERVAL.minusNanos(2));
            assertThat(retryAfter(limiter)).isEqualTo(Duration.ofNanos(1));
            time.advanceNanos(1);
            assertThat(retryAfter(limiter)).isNull();
            assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot("lab", 0, 0, 3));
        }

        @Test
        void theRefusalSaysWhatToDo() {
            RateLimiter limiter = limiter();
            letIn(limiter, 10);

            assertThat(catchThrowable(limiter::acquire))
                    .isInstanceOfSatisfying(RequestNotPermittedException.class, thrown -> {
                        assertThat(thrown.name()).isEqualTo("lab");
                        assertThat(thrown.getStackTrace()).isEmpty();
                    })
                    .hasMessage("Rate limiter 'lab' refused the call: it has a permit for it in 100 ms");
            assertThat(sleeps).isEmpty();
        }

        @Test
        void theRefusalJustBeforeAPermitComesDoesNotPromiseItInNoTime() {
            RateLimiter limiter = limiter();
            letIn(limiter, 10);
            time.advance(INTERVAL.minusNanos(1));

            assertThat(catchThrowable(limiter::acquire)).hasMessageEndingWith("it has a permit for it in 1 ns");
        }

        @Test
        void howACallEndsMakesNoDifference() {
            RateLimiter limiter = limiter();
            IOException thrown = new IOException();
            assertThat(catchThrowable(() -> limiter.call(() -> {
                        throw thrown;
                    })))
                    .isSameAs(thrown);
            Permit permit = limiter.acquire();
            permit.result("value");
            permit.failure(thrown);
            permit.release();

            assertThat(available(limiter)).isEqualTo(8);
        }

        @Test
        void theFastestRateAndTheLongestPeriodWork() {
            RateLimiter fast =
                    limiter(builder -> builder.limitForPeriod(1_000).limitRefreshPeriod(Duration.ofNanos(1_000)));
            RateLimiter slow = limiter(builder -> builder.limitForPeriod(2)
                    .limitRefreshPeriod(Duration.ofDays(1_000_000))
                    .timeoutDuration(Duration.ofSeconds(Long.MAX_VALUE)));

            assertThat(letIn(fast, 2_000)).isEqualTo(1_000);
            assertThat(letIn(slow, 3)).isEqualTo(3);
            assertThat(available(slow)).isZero();
            assertThat(sleeps).hasSize(1);
        }
    }

    @Nested
    class Waiting {

        @Test
        void callsWaitForTheirPermitsInTheOrderInWhichTheyCame() {
            RateLimiter limiter = patient();
            letIn(limiter, 10);

            assertThat(letIn(limiter, 3)).isEqualTo(3);

            assertThat(sleeps).containsExactly(INTERVAL, INTERVAL.multipliedBy(2), INTERVAL.multipliedBy(3));
            assertThat(available(limiter)).isZero();
        }

        @Test
        void whoWouldWaitLongerThanItMayIsRefusedAtOnce() {
            RateLimiter limiter = limiter(builder -> builder.timeoutDuration(INTERVAL.multipliedBy(2)));
            letIn(limiter, 10);

            assertThat(letIn(limiter, 2)).isEqualTo(2);
            assertThat(retryAfter(limiter)).isEqualTo(INTERVAL.multipliedBy(3));

            assertThat(sleeps).hasSize(2);
            assertThat(limiter.snapshot().rejectedCalls()).isEqualTo(1);
        }

        @Test
        void anInterruptedWaitGivesItsPermitBackAndStaysOnTheThread() {
            RateLimiter limiter = patient();
            letIn(limiter, 10);
            interrupted = true;

            Throwable thrown = catchThrowable(() -> limiter.call(() -> "not reached"));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(thrown)
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("The thread was interrupted while it waited for a permit of rate limiter 'lab'");
            assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot("lab", 0, 0, 0));
            time.advance(INTERVAL);
            assertThat(available(limiter)).isEqualTo(1);
        }

        @Test
        void waitingCallsAreCountedWhileTheyWait() {
            List<Integer> waiting = new ArrayList<>();
            List<RateLimiter> it = new ArrayList<>();
            it.add(new RateLimiter(
                    "lab",
                    RateLimiterConfig.builder()
                            .limitForPeriod(1)
                            .timeoutDuration(PERIOD)
                            .build(),
                    time,
                    timer,
                    nanos -> waiting.add(it.get(0).snapshot().waitingThreads())));

            letIn(it.get(0), 2);

            assertThat(waiting).containsExactly(1);
            assertThat(it.get(0).snapshot().waitingThreads()).isZero();
        }
    }

    @Nested
    class AsynchronousCalls {

        private final RateLimiter limiter = patient();
        private final List<String> begun = new CopyOnWriteArrayList<>();

        private CompletableFuture<String> call(String name) {
            return limiter.callAsync(() -> {
                begun.add(name);
                return CompletableFuture.completedFuture(name);
            });
        }

        @Test
        void beginAtOnceWhereThereIsAPermit() {
            assertThat(call("first")).isCompletedWithValue("first");
            assertThat(available(limiter)).isEqualTo(9);
        }

        @Test
        void waitForTheirsWithoutAThread() {
            letIn(limiter, 10);
            CompletableFuture<String> first = call("first");
            CompletableFuture<String> second = call("second");
            assertThat(timer.waiting()).containsExactly(INTERVAL, INTERVAL.multipliedBy(2));
            assertThat(limiter.snapshot().waitingThreads()).isEqualTo(2);

            time.advance(INTERVAL);
            timer.runDue();

            assertThat(first).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("first");
            assertThat(second).isNotDone();
            assertThat(begun).containsExactly("first");
            assertThat(limiter.snapshot().waitingThreads()).isEqualTo(1);
            assertThat(sleeps).isEmpty();
        }

        @Test
        void areRefusedAtOnceWhereThePermitComesTooLate() {
            RateLimiter impatient = limiter();
            letIn(impatient, 10);

            CompletableFuture<String> refused = impatient.callAsync(() -> CompletableFuture.completedFuture("value"));

            assertThat(Failures.of(refused)).isInstanceOf(RequestNotPermittedException.class);
            assertThat(timer.waiting()).isEmpty();
        }

        @Test
        void giveTheirPermitBackIfTheyAreGivenUp() {
            letIn(limiter, 10);
            CompletableFuture<String> first = call("first");

            first.cancel(true);

            assertThat(timer.waiting()).isEmpty();
            assertThat(limiter.snapshot().waitingThreads()).isZero();
            time.advance(INTERVAL);
            assertThat(available(limiter)).isEqualTo(1);
            assertThat(begun).isEmpty();
        }

        @Test
        void leaveNoPlaceBehindIfTheTimerBreaks() {
            RateLimiter broken = new RateLimiter(
                    "lab",
                    limiter.config(),
                    time,
                    (delay, task) -> {
                        throw new OutOfMemoryError("a broken timer");
                    },
                    nanos -> {});
            letIn(broken, 10);

            assertThat(catchThrowable(broken::acquireAsync)).isInstanceOf(OutOfMemoryError.class);

            assertThat(broken.snapshot().waitingThreads()).isZero();
            time.advance(INTERVAL);
            assertThat(available(broken)).isEqualTo(1);
        }
    }

    @Nested
    class DearerCalls {

        @Test
        void takeSeveralPermitsOfTheSameLimiter() {
            RateLimiter limiter = limiter();
            AdmissionPolicy dear = limiter.taking(4);

            assertThat(letIn(dear, 3)).isEqualTo(2);

            assertThat(available(limiter)).isEqualTo(2);
            assertThat(retryAfter(dear)).isEqualTo(INTERVAL.multipliedBy(2));
            assertThat(letIn(limiter, 3)).isEqualTo(2);
            assertThat(dear.name()).isEqualTo("lab");
            assertThat(dear).hasToString("RateLimiter 'lab', 4 permits a call");
        }

        @Test
        void waitAndAreCalledLikeOthers() {
            RateLimiter limiter = patient();
            AdmissionPolicy all = limiter.taking(10);
            all.acquire().release();
            CompletableFuture<String> waiting = all.callAsync(() -> CompletableFuture.completedFuture("value"));
            assertThat(timer.waiting()).containsExactly(PERIOD);

            waiting.cancel(true);
            time.advance(PERIOD);

            assertThat(available(limiter)).isEqualTo(10);
        }

        @Test
        void ofOnePermitAreTheLimiterItself() {
            RateLimiter limiter = limiter();

            assertThat(limiter.taking(1)).isSameAs(limiter);
        }

        @Test
        void cannotTakeMoreThanThereEverAre() {
            RateLimiter limiter = limiter();
            String message = "A call of rate limiter 'lab' takes 11 permits: there are never more than its"
                    + " limitForPeriod, 10";

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> limiter.taking(11))
                    .withMessage(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> limiter.taking(0))
                    .withMessage("permits is 0: must be at least 1");
        }

        @Test
        void failIfTheLimitIsLoweredBelowThem() {
            RateLimiter limiter = limiter();
            AdmissionPolicy dear = limiter.taking(10);
            limiter.reconfigure(limiter.config().toBuilder().limitForPeriod(9).build());

            assertThatIllegalArgumentException().isThrownBy(() -> dear.call(() -> "not reached"));
            assertThat(Failures.of(dear.callAsync(() -> CompletableFuture.completedFuture("not reached"))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(available(limiter)).isEqualTo(9);
        }
    }

    @Nested
    class Reconfiguration {

        private void reconfigure(RateLimiter limiter, int limit, Duration period) {
            limiter.reconfigure(limiter.config().toBuilder()
                    .limitForPeriod(limit)
                    .limitRefreshPeriod(period)
                    .build());
        }

        @Test
        void aFasterRateBringsBackWhatIsTakenFasterToo() {
            RateLimiter limiter = limiter(builder -> builder.limitRefreshPeriod(Duration.ofSeconds(10)));
            letIn(limiter, 10);

            reconfigure(limiter, 10, PERIOD);

            assertThat(available(limiter)).isZero();
            assertThat(retryAfter(limiter)).isEqualTo(INTERVAL);
        }

        @Test
        void aSlowerRateMakesNoPermitsOutOfThoseThatAreTaken() {
            RateLimiter limiter = limiter();
            letIn(limiter, 10);

            reconfigure(limiter, 10, Duration.ofSeconds(60));

            assertThat(available(limiter)).isZero();
            assertThat(retryAfter(limiter)).isEqualTo(Duration.ofSeconds(6));
        }

        @Test
        void aHigherLimitHasTheDifferenceAtOnce() {
            RateLimiter limiter = limiter();
            letIn(limiter, 10);

            reconfigure(limiter, 25, PERIOD);

            assertThat(letIn(limiter, 30)).isEqualTo(15);
            assertThat(limiter.config().limitForPeriod()).isEqualTo(25);
        }

        @Test
        void aLowerLimitIsNeverNegative() {
            RateLimiter limiter = limiter();
            letIn(limiter, 10);

            reconfigure(limiter, 2, PERIOD);

            assertThat(available(limiter)).isZero();
            assertThat(retryAfter(limiter)).isEqualTo(PERIOD.dividedBy(2));
        }

        @Test
        void aLowerLimitDoesNotRefuseAllCallsForMuchLongerThanItsInterval() {
            RateLimiter limiter = limiter(builder -> builder.limitForPeriod(1_000));
            letIn(limiter, 1_000);

            reconfigure(limiter, 10, PERIOD);

            assertThat(retryAfter(limiter)).isEqualTo(INTERVAL);
        }

        @Test
        void aLowerLimitKeepsWhatWaitingCallsHaveReserved() {
            RateLimiter limiter = patient();
            letIn(limiter, 10);
            letIn(limiter, 3);

            limiter.reconfigure(RateLimiterConfig.builder()
                    .limitForPeriod(2)
                    .limitRefreshPeriod(PERIOD)
                    .build());

            assertThat(available(limiter)).isZero();
            assertThat(retryAfter(limiter)).isEqualTo(PERIOD.dividedBy(2).multipliedBy(3 + 1));
        }

        /** Someone changes the configuration while a call is about to read the time. */
        @Test
        void aCallThatRacesAChangeDoesNotPayTheOldPriceInTheNewScale() {
            List<Runnable> meanwhile = new ArrayList<>();
            RateLimiterConfig slow = RateLimiterConfig.builder()
                    .limitForPeriod(1)
                    .limitRefreshPeriod(Duration.ofHours(1))
                    .build();
            RateLimiter limiter = RateLimiter.of("lab", slow, () -> {
                if (!meanwhile.isEmpty()) {
                    meanwhile.remove(0).run();
                }
                return time.nanoTime();
            });
            meanwhile.add(() -> reconfigure(limiter, 1_000, PERIOD));

            limiter.acquire();

            assertThat(available(limiter)).isEqualTo(1_000);
            assertThat(letIn(limiter, 1_000)).isEqualTo(1_000);
        }

        @Test
        void aFullLimiterStaysFull() {
            RateLimiter limiter = limiter();
            time.advance(Duration.ofDays(1));

            reconfigure(limiter, 3, PERIOD);

            assertThat(letIn(limiter, 5)).isEqualTo(3);
        }

        @Test
        void aWaitThatIsGivenUpAfterwardsGivesBackWhatItTook() {
            RateLimiter limiter = patient();
            letIn(limiter, 10);
            CompletableFuture<? extends Permit> waiting = limiter.acquireAsync();
            reconfigure(limiter, 10, Duration.ofSeconds(60));

            waiting.cancel(false);

            assertThat(available(limiter)).isZero();
            limiter.reconfigure(
                    limiter.config().toBuilder().timeoutDuration(Duration.ZERO).build());
            assertThat(retryAfter(limiter)).isEqualTo(Duration.ofSeconds(6));
        }

        @Test
        void theLongestReservationsStayWithinTheRange() {
            RateLimiter limiter =
                    limiter(builder -> builder.limitForPeriod(1_000_000).timeoutDuration(Duration.ofDays(36_500)));
            letIn(limiter, 1_500_000);

            reconfigure(limiter, 1, Duration.ofDays(20_000));

            assertThat(available(limiter)).isZero();
        }
    }

    @Nested
    class Events {

        @Test
        void tellOfEachRefusalUntilTheListenerIsClosed() {
            RateLimiter limiter = limiter(builder -> builder.limitForPeriod(1));
            List<RateLimiterEvent> events = new ArrayList<>();
            Subscription subscription = limiter.on(RateLimiterEvent.class, events::add);

            letIn(limiter, 2);
            subscription.close();
            letIn(limiter, 1);

            assertThat(events).singleElement().isInstanceOfSatisfying(RateLimiterEvent.Rejected.class, event -> {
                assertThat(event.name()).isEqualTo("lab");
                assertThat(event.time()).isNotNull();
                assertThat(event.retryAfter()).isEqualTo(PERIOD);
            });
        }

        @Test
        void aListenerThatThrowsBreaksNothing() {
            RateLimiter limiter = limiter(builder -> builder.limitForPeriod(1));
            limiter.on(RateLimiterEvent.class, event -> {
                throw new IllegalStateException("a broken listener");
            });

            assertThat(letIn(limiter, 2)).isEqualTo(1);
            assertThat(limiter.snapshot().rejectedCalls()).isEqualTo(1);
        }
    }

    @Test
    void aRealOneWaitsReally() {
        RateLimiter limiter = RateLimiter.of(
                "lab",
                RateLimiterConfig.builder()
                        .limitForPeriod(1)
                        .limitRefreshPeriod(Duration.ofMillis(1))
                        .timeoutDuration(Duration.ofMinutes(1))
                        .build());

        assertThat(letIn(limiter, 5)).isEqualTo(5);
    }

    @Test
    void aRateLimiterNeedsAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimiter.of(" ", RateLimiterConfig.ofDefaults()))
                .withMessage("name is  : must not be empty");
    }
}
