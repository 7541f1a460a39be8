package io.breaker.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.breaker.Failures;
import io.breaker.HangingWorkers;
import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.breaker.Permit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class AsyncBulkheadTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ManualTime time = new ManualTime();
    private final ManualTimer timer = new ManualTimer(time);
    private final List<CompletableFuture<String>> stages = new CopyOnWriteArrayList<>();
    private final Bulkhead bulkhead = bulkhead(1, WAIT);

    private Bulkhead bulkhead(int most, Duration wait) {
        return new Bulkhead(
                "lab",
                BulkheadConfig.builder()
                        .maxConcurrentCalls(most)
                        .maxWaitDuration(wait)
                        .build(),
                timer);
    }

    private CompletableFuture<String> call(Bulkhead bulkhead) {
        return bulkhead.callAsync(() -> {
            CompletableFuture<String> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage;
        });
    }

    /** Those that waited begin on another thread. */
    private void awaitStages(int begun) {
        await().until(() -> stages.size() == begun && stages.get(begun - 1).getNumberOfDependents() == 1);
    }

    private BulkheadSnapshot numbers(int available, int waiting, long rejected) {
        return new BulkheadSnapshot("lab", 1, available, waiting, rejected);
    }

    @Test
    void aCallRunsUntilItsStageCompletes() {
        CompletableFuture<String> result = call(bulkhead);
        assertThat(bulkhead.snapshot()).isEqualTo(numbers(0, 0, 0));

        stages.get(0).complete("value");

        assertThat(result).isCompletedWithValue("value");
        assertThat(bulkhead.snapshot()).isEqualTo(numbers(1, 0, 0));
    }

    @Test
    void bodiesThatHangOnAllWorkersDoNotHoldUpTheEndOfAWait() {
        call(bulkhead);
        CompletableFuture<String> second = call(bulkhead);
        try (HangingWorkers all = new HangingWorkers()) {
            assertThat(all).isNotNull();
            time.advance(WAIT);
            timer.runDue();
            await().until(second::isDone);
        }
        assertThat(Failures.of(second)).isInstanceOf(BulkheadFullException.class);
    }

    @Test
    void thePermitIsBackBeforeTheResultIsThere() {
        List<BulkheadSnapshot> seen = new ArrayList<>();
        CompletableFuture<String> result = call(bulkhead);
        result.thenAccept(value -> seen.add(bulkhead.snapshot()));

        stages.get(0).complete("value");

        assertThat(seen).containsExactly(numbers(1, 0, 0));
    }

    @Test
    void aFailureArrivesUnchangedAndABodyThatThrowsIsAFailedStage() {
        IOException thrown = new IOException();
        CompletableFuture<String> result = call(bulkhead);
        stages.get(0).completeExceptionally(thrown);
        CompletableFuture<String> other = bulkhead.callAsync(() -> {
            throw thrown;
        });

        assertThat(Failures.of(result)).isSameAs(thrown);
        assertThat(Failures.of(other)).isSameAs(thrown);
        assertThat(bulkhead.snapshot()).isEqualTo(numbers(1, 0, 0));
    }

    @Test
    void aCallerThatCancelsEndsTheCallAndItsStage() {
        CompletableFuture<String> result = call(bulkhead);

        result.cancel(true);
        result.cancel(true);

        assertThat(stages.get(0)).isCancelled();
        assertThat(bulkhead.snapshot()).isEqualTo(numbers(1, 0, 0));
    }

    @Test
    void aFullBulkheadThatDoesNotWaitRefusesAtOnce() {
        Bulkhead impatient = bulkhead(1, Duration.ZERO);
        call(impatient);

        CompletableFuture<String> refused = call(impatient);

        assertThat(Failures.of(refused)).isInstanceOf(BulkheadFullException.class);
        assertThat(stages).hasSize(1);
        assertThat(timer.waiting()).isEmpty();
        assertThat(impatient.snapshot().rejectedCalls()).isEqualTo(1);
    }

    @Test
    void callsThatWaitBeginInTheOrderInWhichTheyCame() {
        List<CompletableFuture<String>> results = List.of(call(bulkhead), call(bulkhead), call(bulkhead));
        assertThat(bulkhead.snapshot()).isEqualTo(numbers(0, 2, 0));
        assertThat(stages).hasSize(1);

        stages.get(0).complete("first");
        awaitStages(2);
        assertThat(bulkhead.snapshot()).isEqualTo(numbers(0, 1, 0));
        stages.get(1).complete("second");
        awaitStages(3);
        stages.get(2).complete("third");

        assertThat(results).extracting(CompletableFuture::join).containsExactly("first", "second", "third");
        assertThat(bulkhead.snapshot()).isEqualTo(numbers(1, 0, 0));
        assertThat(timer.waiting()).isEmpty();
    }

    @Test
    void aWaitThatIsOverEndsInARefusal() {
        call(bulkhead);
        CompletableFuture<String> waiting = call(bulkhead);
        assertThat(timer.waiting()).containsExactly(WAIT);

        time.advance(WAIT);
        timer.runDue();

        await().until(waiting::isDone);
        assertThat(Failures.of(waiting)).isInstanceOf(BulkheadFullException.class);
        assertThat(stages).hasSize(1);
        await().until(() -> bulkhead.snapshot().equals(numbers(0, 0, 1)));
        stages.get(0).complete("value");
        assertThat(bulkhead.snapshot()).isEqualTo(numbers(1, 0, 1));
    }

    @Test
    void listenersHearOfARefusedWaitOnAThreadThatIsNotTheTimers() {
        List<Thread> heardOn = new CopyOnWriteArrayList<>();
        bulkhead.on(BulkheadEvent.class, event -> heardOn.add(Thread.currentThread()));
        call(bulkhead);
        call(bulkhead);

        timer.runAll();

        await().until(() -> heardOn.size() == 1);
        assertThat(heardOn.get(0)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void aCallerThatGivesUpWhileItWaitsIsNotRunAndTakesNoPermit() {
        call(bulkhead);
        CompletableFuture<String> gaveUp = call(bulkhead);
        CompletableFuture<String> next = call(bulkhead);

        gaveUp.cancel(true);

        assertThat(bulkhead.snapshot()).isEqualTo(numbers(0, 1, 0));
        assertThat(timer.waiting()).hasSize(1);
        stages.get(0).complete("first");
        awaitStages(2);
        stages.get(1).complete("third");
        assertThat(next).isCompletedWithValue("third");
        assertThat(bulkhead.snapshot()).isEqualTo(numbers(1, 0, 0));
    }

    @Test
    void aCallerMayAlsoGiveUpByATimeOutOfItsOwn() {
        call(bulkhead);
        CompletableFuture<String> gaveUp = call(bulkhead);

        gaveUp.completeExceptionally(new TimeoutException());

        assertThat(bulkhead.snapshot()).isEqualTo(numbers(0, 0, 0));
        assertThat(Failures.of(gaveUp)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void anAlarmThatComesTooLateTakesNothingBack() {
        call(bulkhead);
        CompletableFuture<? extends Permit> place = bulkhead.acquireAsync();
        List<Runnable> late = new ArrayList<>();
        Bulkhead slow = new Bulkhead("slow", bulkhead.config(), (delay, task) -> {
            late.add(task);
            return new CompletableFuture<>();
        });
        Permit running = slow.acquire();
        CompletableFuture<? extends Permit> granted = slow.acquireAsync();
        running.release();

        late.forEach(Runnable::run);
        CompletableFuture<? extends Permit> behind = slow.acquireAsync();
        late.get(1).run();

        await().until(behind::isCompletedExceptionally);
        assertThat(granted).isCompleted();
        assertThat(slow.snapshot().rejectedCalls()).isEqualTo(1);
        assertThat(place).isNotDone();
    }

    @Test
    void aTimerThatBreaksLeavesNoPlaceBehind() {
        Bulkhead broken = new Bulkhead("lab", bulkhead.config(), (delay, task) -> {
            throw new OutOfMemoryError("a broken timer");
        });
        Permit running = broken.acquire();

        assertThat(catchThrowable(broken::acquireAsync)).isInstanceOf(OutOfMemoryError.class);

        assertThat(broken.snapshot()).isEqualTo(numbers(0, 0, 0));
        running.release();
        assertThat(broken.snapshot()).isEqualTo(numbers(1, 0, 0));
    }

    @Test
    void aTimerThatBreaksAfterThePermitCameGivesItBack() {
        List<Permit> running = new ArrayList<>();
        Bulkhead broken = new Bulkhead("lab", bulkhead.config(), (delay, task) -> {
            running.get(0).release();
            throw new OutOfMemoryError("a broken timer");
        });
        running.add(broken.acquire());

        assertThat(catchThrowable(broken::acquireAsync)).isInstanceOf(OutOfMemoryError.class);

        assertThat(broken.snapshot()).isEqualTo(numbers(1, 0, 0));
    }

    @Test
    void aPermitOfItsOwnCanBeCancelledAndGivesNothingBackThatItDidNotTake() {
        Permit running = bulkhead.acquire();
        CompletableFuture<? extends Permit> place = bulkhead.acquireAsync();

        place.cancel(false);
        running.release();

        assertThat(place).isCancelled();
        assertThat(Failures.of(place)).isInstanceOf(CancellationException.class);
        assertThat(bulkhead.snapshot()).isEqualTo(numbers(1, 0, 0));
    }
}
