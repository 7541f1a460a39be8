package io.breaker.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.breaker.Caller;
import io.breaker.Permit;
import io.breaker.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BulkheadTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<String> order = new CopyOnWriteArrayList<>();

    private static Bulkhead bulkhead(int most, UnaryOperator<BulkheadConfig.Builder> changes) {
        return Bulkhead.of(
                "lab",
                changes.apply(BulkheadConfig.builder().maxConcurrentCalls(most)).build());
    }

    private static Bulkhead bulkhead(int most) {
        return bulkhead(most, builder -> builder);
    }

    private static Bulkhead patient(int most) {
        return bulkhead(most, builder -> builder.maxWaitDuration(LONG));
    }

    private static void awaitWaiting(Bulkhead bulkhead, int calls) {
        await().until(() -> bulkhead.snapshot().waitingCalls() == calls);
    }

    private static int available(Bulkhead bulkhead) {
        return bulkhead.snapshot().availableConcurrentCalls();
    }

    @Nested
    class Limit {

        @Test
        void soManyCallsRunAtOnceAndTheNextIsRefused() {
            Bulkhead bulkhead = bulkhead(2);
            List<Throwable> refused = new ArrayList<>();

            String result = bulkhead.call(() -> bulkhead.call(() -> {
                refused.add(catchThrowable(() -> bulkhead.call(() -> "not reached")));
                return "value " + available(bulkhead);
            }));

            assertThat(result).isEqualTo("value 0");
            assertThat(refused.get(0))
                    .isInstanceOfSatisfying(BulkheadFullException.class, thrown -> {
                        assertThat(thrown.name()).isEqualTo("lab");
                        assertThat(thrown.retryAfter()).isZero();
                        assertThat(thrown.getStackTrace()).isEmpty();
                    })
                    .hasMessage("Bulkhead 'lab' refused the call: 2 calls are running");
            assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot("lab", 2, 2, 0, 1));
        }

        @Test
        void aCallThatThrowsGivesItsPermitBackAndItsExceptionIsUnchanged() {
            Bulkhead bulkhead = bulkhead(1);
            for (Throwable thrown : List.of(new IOException(), new StackOverflowError(), new CancellationException())) {
                assertThat(catchThrowable(() -> bulkhead.call(() -> {
                            throw thrown;
                        })))
                        .isSameAs(thrown);
            }

            assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot("lab", 1, 1, 0, 0));
        }

        @Test
        void aPermitComesBackOnceHoweverOftenItIsEnded() {
            Bulkhead bulkhead = bulkhead(2);
            Permit first = bulkhead.acquire();
            Permit second = bulkhead.acquire();
            assertThat(available(bulkhead)).isZero();

            first.result("value");
            first.failure(new IOException());
            first.release();

            assertThat(available(bulkhead)).isEqualTo(1);
            second.failure(new IOException());
            second.result("value");
            assertThat(available(bulkhead)).isEqualTo(2);
            Permit third = bulkhead.acquire();
            third.release();
            third.release();
            assertThat(available(bulkhead)).isEqualTo(2);
        }
    }

    @Nested
    class Waiting {

        @Test
        void aCallBeginsAsSoonAsARunningOneEnds() {
            Bulkhead bulkhead = patient(1);
            Permit running = bulkhead.acquire();
            Caller waiting = Caller.of(() -> bulkhead.call(() -> "value " + available(bulkhead)));
            awaitWaiting(bulkhead, 1);

            running.release();

            assertThat(waiting.value()).isEqualTo("value 0");
            assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot("lab", 1, 1, 0, 0));
        }

        @Test
        void aCallIsRefusedWhenItsWaitIsOver() {
            Bulkhead bulkhead = bulkhead(1, builder -> builder.maxWaitDuration(Duration.ofMillis(2)));
            Permit running = bulkhead.acquire();

            assertThatThrownBy(() -> bulkhead.call(() -> "not reached")).isInstanceOf(BulkheadFullException.class);

            assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot("lab", 1, 0, 0, 1));
            running.release();
            assertThat(available(bulkhead)).isEqualTo(1);
        }

        @Test
        void anInterruptionEndsTheWaitAndStaysOnTheThread() {
            Bulkhead bulkhead = patient(1);
            Permit running = bulkhead.acquire();
            Caller waiting = Caller.of(() -> bulkhead.call(() -> "not reached"));
            awaitWaiting(bulkhead, 1);

            waiting.interrupt();

            assertThat(waiting.thrown())
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("The thread was interrupted while it waited for a permit of bulkhead 'lab'");
            assertThat(waiting.isInterrupted()).isTrue();
            assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot("lab", 1, 0, 0, 0));
            running.release();
            assertThat(available(bulkhead)).isEqualTo(1);
        }

        @Test
        void aCallOnAnInterruptedThreadThatNeedNotWaitGoesOn() {
            Bulkhead bulkhead = patient(1);
            Thread.currentThread().interrupt();

            String result = bulkhead.call(() -> "value");

            assertThat(Thread.interrupted()).isTrue();
            assertThat(result).isEqualTo("value");
        }

        @Test
        void callsBeginInTheOrderInWhichTheyCame() {
            Bulkhead bulkhead = patient(1);
            Permit running = bulkhead.acquire();
            List<Caller> callers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String name = "call " + i;
                callers.add(Caller.of(() -> bulkhead.call(() -> order.add(name))));
                awaitWaiting(bulkhead, i + 1);
            }

            running.release();

            callers.forEach(Caller::value);
            assertThat(order).containsExactly("call 0", "call 1", "call 2", "call 3", "call 4");
        }

        @Test
        void inAFairBulkheadNobodyOvertakesThoseWhoWait() {
            Overtaking tried = new Overtaking(true);

            assertThat(tried.newcomer.get(0)).isInstanceOf(BulkheadFullException.class);
            assertThat(tried.waiting).isCompleted();
        }

        @Test
        void inAnUnfairBulkheadWhoComesJustThenTakesThePermit() {
            Overtaking tried = new Overtaking(false);

            assertThat(tried.newcomer.get(0)).isNull();
            assertThat(tried.waiting).isNotDone();
        }

        /** Two permits become free while two calls wait; a newcomer asks when the first of them has got its own. */
        private final class Overtaking {

            final List<@Nullable Throwable> newcomer = new ArrayList<>();
            final CompletableFuture<? extends Permit> waiting;

            Overtaking(boolean fair) {
                Bulkhead bulkhead = patient(1);
                bulkhead.acquire();
                bulkhead.acquireAsync().thenAccept(permit -> newcomer.add(catchThrowable(bulkhead::acquire)));
                waiting = bulkhead.acquireAsync();
                bulkhead.reconfigure(BulkheadConfig.builder()
                        .maxConcurrentCalls(3)
                        .fairCallHandlingEnabled(fair)
                        .build());
            }
        }
    }

    @Nested
    class Reconfiguration {

        @Test
        void aLowerLimitBlocksNobodyAndHoldsOnceEnoughCallsHaveEnded() {
            Bulkhead bulkhead = bulkhead(3);
            List<Permit> running = List.of(bulkhead.acquire(), bulkhead.acquire(), bulkhead.acquire());

            bulkhead.reconfigure(BulkheadConfig.builder().maxConcurrentCalls(1).build());

            assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot("lab", 1, 0, 0, 0));
            assertThatThrownBy(bulkhead::acquire).hasMessageContaining("1 calls are running");
            running.get(0).release();
            running.get(1).release();
            assertThatThrownBy(bulkhead::acquire).isInstanceOf(BulkheadFullException.class);
            running.get(2).release();
            assertThat(available(bulkhead)).isEqualTo(1);
            Permit one = bulkhead.acquire();
            assertThatThrownBy(bulkhead::acquire).isInstanceOf(BulkheadFullException.class);
            one.release();
            assertThat(available(bulkhead)).isEqualTo(1);
        }

        @Test
        void aHigherLimitLetsThoseInWhoWait() {
            Bulkhead bulkhead = patient(1);
            Permit running = bulkhead.acquire();
            CountDownLatch end = new CountDownLatch(1);
            List<Caller> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(Caller.of(() -> bulkhead.call(() -> {
                    end.await();
                    return "value";
                })));
            }
            awaitWaiting(bulkhead, 3);

            bulkhead.reconfigure(
                    bulkhead.config().toBuilder().maxConcurrentCalls(3).build());

            awaitWaiting(bulkhead, 1);
            assertThat(available(bulkhead)).isZero();
            end.countDown();
            assertThat(waiting).extracting(Caller::value).containsOnly("value");
            running.release();
            assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot("lab", 3, 3, 0, 0));
        }

        @Test
        void itsConfigurationIsTheOneInForce() {
            Bulkhead bulkhead = bulkhead(1);
            BulkheadConfig changed =
                    BulkheadConfig.builder().maxConcurrentCalls(7).build();

            bulkhead.reconfigure(changed);

            assertThat(bulkhead.config()).isSameAs(changed);
            assertThat(available(bulkhead)).isEqualTo(7);
        }
    }

    @Nested
    class Events {

        @Test
        void tellOfEachRefusalUntilTheListenerIsClosed() {
            Bulkhead bulkhead = bulkhead(1);
            List<BulkheadEvent> events = new ArrayList<>();
            Subscription subscription = bulkhead.on(BulkheadEvent.class, events::add);
            Permit running = bulkhead.acquire();

            assertThatThrownBy(bulkhead::acquire).isInstanceOf(BulkheadFullException.class);
            subscription.close();
            assertThatThrownBy(bulkhead::acquire).isInstanceOf(BulkheadFullException.class);
            running.release();

            assertThat(events).singleElement().satisfies(event -> {
                assertThat(event.name()).isEqualTo("lab");
                assertThat(event.time()).isNotNull();
            });
            assertThat(bulkhead.snapshot().rejectedCalls()).isEqualTo(2);
        }

        @Test
        void aListenerThatThrowsBreaksNothing() {
            Bulkhead bulkhead = bulkhead(1);
            bulkhead.on(BulkheadEvent.Rejected.class, event -> {
                throw new IllegalStateException("a broken listener");
            });
            Permit running = bulkhead.acquire();

            assertThatThrownBy(bulkhead::acquire).isInstanceOf(BulkheadFullException.class);
            running.release();

            assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot("lab", 1, 1, 0, 1));
        }
    }

    @Test
    void aBulkheadNeedsAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bulkhead.of(" ", BulkheadConfig.ofDefaults()))
                .withMessage("name is  : must not be empty");
    }
}
