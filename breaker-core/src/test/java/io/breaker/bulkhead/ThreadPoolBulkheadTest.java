package io.breaker.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.breaker.Caller;
import io.breaker.Failures;
import io.breaker.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThreadPoolBulkheadTest {

    private final List<ThreadPoolBulkhead> made = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    private ThreadPoolBulkhead bulkhead(UnaryOperator<ThreadPoolBulkheadConfig.Builder> changes) {
        ThreadPoolBulkhead bulkhead = ThreadPoolBulkhead.of(
                "lab", changes.apply(ThreadPoolBulkheadConfig.builder()).build());
        made.add(bulkhead);
        return bulkhead;
    }

    private ThreadPoolBulkhead bulkhead(int core, int max, int queue) {
        return bulkhead(builder ->
                builder.coreThreadPoolSize(core).maxThreadPoolSize(max).queueCapacity(queue));
    }

    @AfterEach
    void closeAll() {
        end.countDown();
        made.forEach(bulkhead -> assertThat(bulkhead.close(Duration.ofSeconds(30)))
                .as("all calls end")
                .isTrue());
    }

    /** A call that holds its thread until the test says so. */
    private CompletableFuture<String> hold(ThreadPoolBulkhead bulkhead) {
        return bulkhead.callAsync(() -> {
            threads.add(Thread.currentThread());
            end.await();
            return CompletableFuture.completedFuture("value");
        });
    }

    private void awaitThreads(int running) {
        await().until(() -> threads.size() == running);
    }

    @Nested
    class Sizes {

        @Test
        void itGrowsToItsMaximumBeforeACallWaitsAndRefusesWhatDoesNotFitIntoTheQueue() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 3, 2);
            List<CompletableFuture<String>> results = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                results.add(hold(bulkhead));
            }
            awaitThreads(3);
            await().until(() -> bulkhead.snapshot().activeThreadCount() == 3);
            assertThat(bulkhead.snapshot()).isEqualTo(new ThreadPoolBulkheadSnapshot("lab", 1, 3, 3, 3, 3, 2, 2, 0));

            CompletableFuture<String> refused = hold(bulkhead);

            assertThat(Failures.of(refused))
                    .isInstanceOf(BulkheadFullException.class)
                    .hasMessage("Bulkhead 'lab' refused the call: 3 calls are running and 2 are waiting");
            assertThat(bulkhead.snapshot().rejectedCalls()).isEqualTo(1);
            end.countDown();
            results.forEach(result -> assertThat(result).succeedsWithin(Duration.ofSeconds(30)));
            assertThat(threads)
                    .hasSize(5)
                    .allMatch(Thread::isDaemon)
                    .extracting(Thread::getName)
                    .allMatch(name -> name.matches("bulkhead-lab-[1-3]"));
        }

        @Test
        void threadsBeyondTheCoreEndWithoutWork() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 3, 2);
            List<CompletableFuture<String>> results = List.of(hold(bulkhead), hold(bulkhead), hold(bulkhead));
            awaitThreads(3);

            end.countDown();

            results.forEach(CompletableFuture::join);
            await().until(() -> bulkhead.snapshot().threadPoolSize() == 1);
        }

        @Test
        void anIdleThreadIsUsedBeforeANewOneIsMade() {
            ThreadPoolBulkhead bulkhead =
                    bulkhead(builder -> builder.coreThreadPoolSize(2).maxThreadPoolSize(8));
            for (int i = 0; i < 50; i++) {
                bulkhead.call(() -> threads.add(Thread.currentThread()));
                await().until(() -> bulkhead.snapshot().activeThreadCount() == 0);
            }

            assertThat(threads).hasSize(50).extracting(Thread::getName).doesNotContain("bulkhead-lab-4");
        }

        @Test
        void withoutAQueueWhatIsBeyondTheThreadsIsRefused() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 0);
            hold(bulkhead);

            assertThatThrownBy(() -> bulkhead.call(() -> "not reached")).isInstanceOf(BulkheadFullException.class);
        }

        @Test
        void aSequenceOfCallsIsNeverRefusedThoughOnlyOneFits() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 0);
            for (int i = 0; i < 1_000; i++) {
                assertThat(bulkhead.call(() -> "value")).isEqualTo("value");
            }

            assertThat(bulkhead.snapshot().rejectedCalls()).isZero();
        }
    }

    @Nested
    class Outcomes {

        static List<Throwable> failures() {
            return List.of(
                    new IOException(),
                    new IllegalStateException(new IOException()),
                    new CancellationException(),
                    new CompletionException(new IOException()),
                    new CompletionException("no cause", null),
                    new ExecutionException(new IOException()),
                    new InterruptedException(),
                    new StackOverflowError());
        }

        @ParameterizedTest
        @MethodSource("failures")
        void whatTheBodyThrowsArrivesAsTheSameObject(Throwable thrown) {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 0);

            Throwable blocking = catchThrowable(() -> bulkhead.call(() -> {
                throw thrown;
            }));
            CompletableFuture<String> asynchronous = bulkhead.callAsync(() -> {
                throw thrown;
            });
            await().until(asynchronous::isDone);
            CompletableFuture<String> staged = bulkhead.callAsync(() -> CompletableFuture.failedFuture(thrown));
            await().until(staged::isDone);

            assertThat(blocking).isSameAs(thrown);
            assertThat(Failures.of(asynchronous)).isSameAs(thrown);
            assertThat(Failures.of(staged)).isSameAs(thrown);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(bulkhead.call(() -> Thread.currentThread().isInterrupted()))
                    .isFalse();
        }

        @Test
        void whatTheBodyReturnsIsReturned() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 0);
            Object value = new Object();

            assertThat(bulkhead.call(() -> value)).isSameAs(value);
            assertThat(bulkhead.<Object, RuntimeException>call(() -> CompletableFuture.completedFuture("a value, too")))
                    .isInstanceOf(CompletableFuture.class);
            assertThat(bulkhead.callAsync(() -> CompletableFuture.completedFuture("value"))
                            .join())
                    .isEqualTo("value");
        }

        @Test
        void thePermitIsBackBeforeTheResultIsThere() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 0);
            CompletableFuture<String> stage = new CompletableFuture<>();
            List<Integer> running = new CopyOnWriteArrayList<>();
            CompletableFuture<String> result = bulkhead.callAsync(() -> stage);
            result.thenAccept(value -> running.add(bulkhead.snapshot().runningCalls()));
            await().until(() -> stage.getNumberOfDependents() == 1);

            stage.complete("value");

            assertThat(running).containsExactly(0);
        }
    }

    @Nested
    class StagedCalls {

        @Test
        void haveTheirPermitButNotTheirThread() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 1);
            CompletableFuture<String> stage = new CompletableFuture<>();
            CompletableFuture<String> first = bulkhead.callAsync(() -> stage);
            await().until(() -> stage.getNumberOfDependents() == 1);
            await().until(() -> bulkhead.snapshot().activeThreadCount() == 0);
            CompletableFuture<String> second = bulkhead.callAsync(() -> CompletableFuture.completedFuture("second"));
            assertThat(second).isNotDone();
            assertThat(bulkhead.snapshot().runningCalls()).isEqualTo(1);
            assertThat(bulkhead.snapshot().queueDepth()).isEqualTo(1);

            stage.complete("first");

            assertThat(first).isCompletedWithValue("first");
            assertThat(second).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("second");
            await().until(() -> bulkhead.snapshot().runningCalls() == 0);
        }

        @Test
        void aCallerThatGivesUpCancelsTheStageAndFreesThePermit() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 0);
            CompletableFuture<String> stage = new CompletableFuture<>();
            CompletableFuture<String> result = bulkhead.callAsync(() -> stage);
            await().until(() -> stage.getNumberOfDependents() == 1);

            result.cancel(true);

            assertThat(stage).isCancelled();
            assertThat(bulkhead.snapshot().runningCalls()).isZero();
        }
    }

    @Nested
    class GivingUp {

        @Test
        void aCallerThatIsInterruptedInterruptsTheBody() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 0);
            CountDownLatch running = new CountDownLatch(1);
            List<Throwable> inBody = new CopyOnWriteArrayList<>();
            Caller caller = Caller.of(() -> bulkhead.call(() -> {
                running.countDown();
                inBody.add(catchThrowable(end::await));
                return "not reached";
            }));
            await().until(() -> running.getCount() == 0);

            caller.interrupt();

            assertThat(caller.thrown())
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("The thread was interrupted while it waited for a call in bulkhead 'lab'");
            assertThat(caller.isInterrupted()).isTrue();
            await().until(() -> inBody.size() == 1);
            assertThat(inBody.get(0)).isInstanceOf(InterruptedException.class);
        }

        @Test
        void noInterruptionIsLeftOnThePoolsThreadThoughTheBodyDoesNotHeedIt() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 1);
            AtomicBoolean goOn = new AtomicBoolean();
            List<Boolean> interrupted = new CopyOnWriteArrayList<>();
            CompletableFuture<String> result = bulkhead.callAsync(() -> {
                threads.add(Thread.currentThread());
                while (!goOn.get()) {
                    Thread.onSpinWait();
                }
                interrupted.add(Thread.currentThread().isInterrupted());
                return CompletableFuture.completedFuture("too late");
            });
            awaitThreads(1);

            result.cancel(true);
            CompletableFuture<Boolean> next = bulkhead.callAsync(() ->
                    CompletableFuture.completedFuture(Thread.currentThread().isInterrupted()));
            assertThat(bulkhead.snapshot().queueDepth()).isEqualTo(1);
            goOn.set(true);

            assertThat(next).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(false);
            assertThat(interrupted).containsExactly(true);
        }

        @Test
        void whoGivesUpFreesNoPermitBeforeTheThreadIsFree() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 0);
            AtomicBoolean goOn = new AtomicBoolean();
            CompletableFuture<String> result = bulkhead.callAsync(() -> {
                threads.add(Thread.currentThread());
                while (!goOn.get()) {
                    Thread.onSpinWait();
                }
                return CompletableFuture.completedFuture("too late");
            });
            awaitThreads(1);

            result.cancel(true);

            assertThat(bulkhead.snapshot().runningCalls()).isEqualTo(1);
            assertThatThrownBy(() -> bulkhead.call(() -> "not reached")).isInstanceOf(BulkheadFullException.class);
            goOn.set(true);
            await().until(() -> bulkhead.snapshot().runningCalls() == 0);
        }

        @Test
        void aCallThatIsGivenUpInTheQueueIsNotRun() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 1);
            CompletableFuture<String> first = hold(bulkhead);
            awaitThreads(1);
            CompletableFuture<String> gaveUp = hold(bulkhead);

            gaveUp.cancel(true);

            assertThat(bulkhead.snapshot().queueDepth()).isZero();
            CompletableFuture<String> third = hold(bulkhead);
            end.countDown();
            assertThat(first).succeedsWithin(Duration.ofSeconds(30));
            assertThat(third).succeedsWithin(Duration.ofSeconds(30));
            assertThat(threads).hasSize(2);
        }
    }

    @Nested
    class Reconfiguration {

        @Test
        void moreThreadsLetThoseInWhoWait() {
            ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 5);
            hold(bulkhead);
            hold(bulkhead);
            hold(bulkhead);
            awaitThreads(1);

            bulkhead.reconfigure(bulkhead.config().toBuilder()
                    .coreThreadPoolSize(2)
                    .maxThreadPoolSize(3)
                    .build());

            awaitThreads(3);
            assertThat(bulkhead.snapshot().queueDepth()).isZero();
            assertThat(bulkhead.snapshot().maxThreadPoolSize()).isEqualTo(3);
        }

        @Test
        void fewerThreadsAreThereWhenTheCallsHaveEnded() {
            ThreadPoolBulkhead bulkhead = bulkhead(3, 3, 5);
            List<CompletableFuture<String>> results = List.of(hold(bulkhead), hold(bulkhead), hold(bulkhead));
            awaitThreads(3);

            bulkhead.reconfigure(bulkhead.config().toBuilder()
                    .coreThreadPoolSize(1)
                    .maxThreadPoolSize(1)
                    .queueCapacity(0)
                    .build());

            assertThatThrownBy(() -> bulkhead.call(() -> "not reached")).isInstanceOf(BulkheadFullException.class);
            end.countDown();
            results.forEach(result -> assertThat(result).succeedsWithin(Duration.ofSeconds(30)));
            await().until(() -> bulkhead.snapshot().threadPoolSize() == 1);
            assertThat(bulkhead.call(() -> "value")).isEqualTo("value");
        }
    }

    @Nested
    @EnabledForJreRange(min = JRE.JAVA_21)
    class VirtualThreads {

        private final ThreadPoolBulkhead bulkhead = bulkhead(builder -> builder.virtualThreadsEnabled(true)
                .coreThreadPoolSize(1)
                .maxThreadPoolSize(2)
                .queueCapacity(1));

        @Test
        void runUnderTheSameLimit() {
            List<CompletableFuture<String>> results = List.of(hold(bulkhead), hold(bulkhead), hold(bulkhead));
            awaitThreads(2);
            assertThat(bulkhead.snapshot()).isEqualTo(new ThreadPoolBulkheadSnapshot("lab", 1, 2, 2, 2, 2, 1, 1, 0));
            assertThat(Failures.of(hold(bulkhead))).isInstanceOf(BulkheadFullException.class);

            end.countDown();

            results.forEach(result -> assertThat(result).succeedsWithin(Duration.ofSeconds(30)));
            assertThat(threads)
                    .hasSize(3)
                    .extracting(Object::toString)
                    .allMatch(name -> name.startsWith("VirtualThread"));
        }

        @Test
        void growWithTheirConfigurationAndAreClosed() {
            hold(bulkhead);
            hold(bulkhead);
            hold(bulkhead);
            bulkhead.reconfigure(
                    bulkhead.config().toBuilder().maxThreadPoolSize(3).build());
            awaitThreads(3);
            end.countDown();
            assertThat(bulkhead.close(Duration.ofSeconds(30))).isTrue();

            assertThat(Failures.of(hold(bulkhead))).isInstanceOf(BulkheadFullException.class);
        }
    }

    @Test
    void tellsOfEachRefusalUntilTheListenerIsClosed() {
        ThreadPoolBulkhead bulkhead = bulkhead(1, 1, 0);
        List<BulkheadEvent> events = new ArrayList<>();
        Subscription subscription = bulkhead.on(BulkheadEvent.class, events::add);
        hold(bulkhead);

        hold(bulkhead);
        subscription.close();
        hold(bulkhead);

        assertThat(events)
                .singleElement()
                .isInstanceOf(BulkheadEvent.Rejected.class)
                .extracting(BulkheadEvent::name)
                .isEqualTo("lab");
        assertThat(bulkhead.snapshot().rejectedCalls()).isEqualTo(2);
    }

    @Test
    void aThreadPoolBulkheadNeedsAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreadPoolBulkhead.of(" ", ThreadPoolBulkheadConfig.ofDefaults()))
                .withMessage("name is  : must not be empty");
    }
}
