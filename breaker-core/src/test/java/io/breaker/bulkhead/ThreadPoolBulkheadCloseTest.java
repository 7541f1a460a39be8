package io.breaker.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.Caller;
import io.breaker.CapturedLog;
import io.breaker.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class ThreadPoolBulkheadCloseTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @RegisterExtension
    private final CapturedLog log = new CapturedLog(ThreadPoolBulkhead.class);

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ThreadPoolBulkhead bulkhead = bulkhead(2, 10);

    private static ThreadPoolBulkhead bulkhead(int max, int queue) {
        return ThreadPoolBulkhead.of(
                "lab",
                ThreadPoolBulkheadConfig.builder()
                        .coreThreadPoolSize(1)
                        .maxThreadPoolSize(max)
                        .queueCapacity(queue)
                        .build());
    }

    @AfterEach
    void endAll() {
        end.countDown();
        bulkhead.close();
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    private CompletableFuture<String> hold() {
        return bulkhead.callAsync(() -> {
            threads.add(Thread.currentThread());
            end.await();
            return CompletableFuture.completedFuture("value");
        });
    }

    private List<CompletableFuture<String>> hold(int calls) {
        List<CompletableFuture<String>> results = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            results.add(hold());
        }
        await().until(() -> threads.size() == 2);
        return results;
    }

    @Test
    void losesNothingThatItHasAccepted() {
        List<CompletableFuture<String>> accepted = hold(7);
        Caller closing = Caller.waiting(() -> bulkhead.close(LONG));
        CompletableFuture<String> refused = hold();

        end.countDown();

        assertThat(closing.value()).isEqualTo(true);
        assertThat(accepted)
                .extracting(CompletableFuture::join)
                .containsOnly("value")
                .hasSize(7);
        assertThat(threads).hasSize(7);
        assertThat(Failures.of(refused))
                .isInstanceOf(BulkheadFullException.class)
                .hasMessage("Bulkhead 'lab' refused the call: it is shut down");
        assertThat(bulkhead.snapshot().rejectedCalls()).isEqualTo(1);
        assertThat(bulkhead.snapshot().runningCalls()).isZero();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void waitsForStagesThatHaveNoThreadAnyMore() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        CompletableFuture<String> accepted = bulkhead.callAsync(() -> stage);
        await().until(() -> stage.getNumberOfDependents() == 1);
        Caller closing = Caller.waiting(() -> bulkhead.close(LONG));

        stage.complete("value");

        assertThat(closing.value()).isEqualTo(true);
        assertThat(accepted).isCompletedWithValue("value");
    }

    @Test
    void givesUpWhatIsNotDoneWhenPatienceEnds() {
        List<CompletableFuture<String>> accepted = hold(5);

        boolean done = bulkhead.close(Duration.ofMillis(1));

        assertThat(done).isFalse();
        assertThat(log.lines())
                .containsExactly("WARN ThreadPoolBulkhead 'lab' was closed with 2 calls running and 3 waiting");
        await().until(() -> accepted.stream().allMatch(CompletableFuture::isDone));
        assertThat(accepted.subList(0, 2)).extracting(Failures::of).hasOnlyElementsOfType(InterruptedException.class);
        assertThat(accepted.subList(2, 5))
                .extracting(Failures::of)
                .hasOnlyElementsOfType(BulkheadFullException.class)
                .doesNotHaveDuplicates();
        assertThat(threads).hasSize(2);
        await().until(() -> bulkhead.snapshot().runningCalls() == 0);
        assertThat(bulkhead.snapshot().rejectedCalls()).isEqualTo(3);
    }

    @Test
    void hasNoPatienceIfThatIsNegative() {
        hold(2);

        assertThat(bulkhead.close(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();

        await().until(() -> bulkhead.snapshot().runningCalls() == 0);
    }

    @Test
    void countsNoRefusalWhereNobodyWaits() {
        hold(2);

        assertThat(bulkhead.close(Duration.ZERO)).isFalse();

        assertThat(bulkhead.snapshot().rejectedCalls()).isZero();
    }

    @Test
    void anInterruptionEndsItsPatience() {
        List<CompletableFuture<String>> accepted = hold(3);
        Caller closing = Caller.waiting(() -> bulkhead.close(LONG));

        closing.interrupt();

        assertThat(closing.value()).isEqualTo(false);
        assertThat(closing.isInterrupted()).isTrue();
        await().until(() -> accepted.stream().allMatch(CompletableFuture::isCompletedExceptionally));
    }

    @Test
    void canBeDoneTwiceAndAtOnce() {
        List<CompletableFuture<String>> accepted = hold(5);
        Caller first = Caller.waiting(() -> bulkhead.close(LONG));
        Caller second = Caller.waiting(() -> bulkhead.close(LONG));

        end.countDown();

        assertThat(first.value()).isEqualTo(true);
        assertThat(second.value()).isEqualTo(true);
        assertThat(bulkhead.close(Duration.ZERO)).isTrue();
        assertThat(accepted).extracting(CompletableFuture::join).containsOnly("value");
    }

    @Test
    void anotherConfigurationMeanwhileChangesNothingOfIt() {
        List<CompletableFuture<String>> accepted = hold(5);
        Caller closing = Caller.waiting(() -> bulkhead.close(LONG));

        bulkhead.reconfigure(bulkhead.config().toBuilder().maxThreadPoolSize(50).build());
        assertThat(threads).hasSize(2);
        assertThat(closing.isDone()).isFalse();
        end.countDown();

        assertThat(closing.value()).isEqualTo(true);
        assertThat(accepted).extracting(CompletableFuture::join).containsOnly("value");
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void isNoMatterOfHowManyThreadsThereMayBe() {
        ThreadPoolBulkhead wide = bulkhead(Integer.MAX_VALUE, 0);
        assertThat(wide.call(() -> "value")).isEqualTo("value");

        assertThat(wide.close(LONG)).isTrue();
    }

    /** The thread runs what the first caller does with the result, so the second call has a permit and no thread. */
    @Test
    void aCallThatHasItsPermitAndNoThreadIsRefusedWhenPatienceEnds() {
        ThreadPoolBulkhead narrow = bulkhead(1, 1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicBoolean goOn = new AtomicBoolean();
        CompletableFuture<Void> first = narrow.callAsync(() -> {
                    gate.await();
                    return CompletableFuture.completedFuture("value");
                })
                .thenRun(() -> {
                    threads.add(Thread.currentThread());
                    while (!goOn.get()) {
                        Thread.onSpinWait();
                    }
                });
        CompletableFuture<String> second = narrow.callAsync(() -> CompletableFuture.completedFuture("not reached"));
        gate.countDown();
        await().until(() -> threads.size() == 1);
        assertThat(narrow.snapshot().queueDepth()).isZero();

        assertThat(narrow.close(Duration.ZERO)).isFalse();

        assertThat(Failures.of(second)).isInstanceOf(BulkheadFullException.class);
        assertThat(narrow.snapshot().runningCalls()).isZero();
        assertThat(narrow.snapshot().rejectedCalls()).isEqualTo(1);
        goOn.set(true);
        assertThat(first).succeedsWithin(Duration.ofSeconds(30));
    }
}
