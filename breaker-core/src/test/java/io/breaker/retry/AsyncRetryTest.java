package io.breaker.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.BrokenThreads;
import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.breaker.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AsyncRetryTest {

    private final ManualTime time = new ManualTime();
    private final ManualTimer timer = new ManualTimer(time);
    private final List<CompletableFuture<String>> stages = new CopyOnWriteArrayList<>();

    private Retry retry(UnaryOperator<RetryConfig.Builder> changes) {
        return new Retry("lab", changes.apply(RetryConfig.builder()).build(), time, timer, nanos -> {
            throw new AssertionError("an asynchronous call does not sleep");
        });
    }

    private Retry retryOn(Timer other) {
        return new Retry("lab", RetryConfig.ofDefaults(), time, other, nanos -> {
            throw new AssertionError("an asynchronous call does not sleep");
        });
    }

    private CompletableFuture<String> call(Retry retry) {
        return retry.callAsync(() -> {
            CompletableFuture<String> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage;
        });
    }

    /** Ends a wait: the next attempt begins on another thread. */
    private void wait(Duration wait, int thenAttempts) {
        time.advance(wait);
        timer.runDue();
        await().until(() -> stages.size() == thenAttempts
                && stages.get(thenAttempts - 1).getNumberOfDependents() == 1); // the retry listens to it
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> future) {
        List<@Nullable Throwable> seen = new ArrayList<>();
        future.whenComplete((value, thrown) -> seen.add(thrown));
        return seen.get(0);
    }

    @Test
    void aStageThatFailsIsRepeatedAfterItsWait() {
        Retry retry = retry(builder -> builder.enableExponentialBackoff(true).exponentialBackoffMultiplier(2));
        CompletableFuture<String> result = call(retry);
        stages.get(0).completeExceptionally(new IOException());
        assertThat(timer.waiting()).containsExactly(Duration.ofMillis(500));
        wait(Duration.ofMillis(500), 2);
        stages.get(1).completeExceptionally(new IOException());
        assertThat(timer.waiting()).containsExactly(Duration.ofSeconds(1));
        wait(Duration.ofSeconds(1), 3);

        stages.get(2).complete("third");

        assertThat(result).isCompletedWithValue("third");
        assertThat(retry.snapshot().successfulWithRetry()).isEqualTo(1);
    }

    @Test
    void theLastFailureArrivesUnchanged() {
        IOException thrown = new IOException();
        CompletableFuture<String> result = call(retry(builder -> builder.maxAttempts(2)));
        stages.get(0).completeExceptionally(new IOException());
        wait(Duration.ofMillis(500), 2);

        stages.get(1).completeExceptionally(thrown);

        assertThat(failureOf(result)).isSameAs(thrown);
        assertThat(timer.waiting()).isEmpty();
    }

    @Test
    void aBodyThatThrowsIsRepeatedToo() {
        Retry retry = retry(builder -> builder);
        CompletableFuture<String> result = retry.callAsync(() -> {
            stages.add(new CompletableFuture<>());
            if (stages.size() == 1) {
                throw new IOException();
            }
            return CompletableFuture.completedFuture("second");
        });
        assertThat(result).isNotDone();
        time.advance(Duration.ofMillis(500));
        timer.runDue();

        await().untilAsserted(() -> assertThat(result).isCompletedWithValue("second"));
    }

    @Test
    void unwantedResultsAreRepeatedAndBecomeAnExceptionIfAskedFor() {
        CompletableFuture<String> result = call(retry(
                builder -> builder.maxAttempts(2).resultPredicate("bad"::equals).failAfterMaxAttempts(true)));
        stages.get(0).complete("bad");
        wait(Duration.ofMillis(500), 2);

        stages.get(1).complete("bad");

        assertThat(failureOf(result)).isInstanceOf(MaxRetriesExceededException.class);
    }

    @Test
    void aWaitOfNothingStillGoesThroughTheTimer() {
        CompletableFuture<String> result = call(retry(builder -> builder.waitDuration(Duration.ZERO)));
        stages.get(0).completeExceptionally(new IOException());
        assertThat(timer.waiting()).containsExactly(Duration.ZERO);
        wait(Duration.ZERO, 2);
        stages.get(1).complete("second");

        assertThat(result).isCompletedWithValue("second");
    }

    @Test
    void attemptsDoNotRunOnTheTimersThread() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        CompletableFuture<String> result = retry(builder -> builder).callAsync(() -> {
            threads.add(Thread.currentThread());
            throw new IOException();
        });
        time.advance(Duration.ofMillis(500));
        timer.runDue(); // this thread is the timer's
        await().until(() -> threads.size() == 2);

        assertThat(threads.get(0)).isSameAs(Thread.currentThread());
        assertThat(threads.get(1)).isNotSameAs(Thread.currentThread());
        result.cancel(true);
    }

    @Test
    void aCallWhoseNextAttemptFindsNoThreadFailsAndIsCounted() {
        OutOfMemoryError noThread = BrokenThreads.noThread();
        IOException last = new IOException();
        Retry retry = retry(builder -> builder);
        AsyncRetry<String> call = new AsyncRetry<>(
                () -> {
                    throw last;
                },
                retry.attempts(),
                timer,
                task -> {
                    throw noThread;
                });
        call.attempt();
        assertThat(call.result()).isNotDone();

        time.advance(Duration.ofMillis(500));
        timer.runDue();

        assertThat(failureOf(call.result())).isSameAs(noThread).hasSuppressedException(last);
        assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot("lab", 0, 0, 1, 0));
    }

    @Test
    void cancellingWhileAnAttemptRunsCancelsItAndNoneFollows() {
        Retry retry = retry(builder -> builder);
        CompletableFuture<String> result = call(retry);

        result.cancel(true);

        assertThat(stages.get(0)).isCancelled();
        assertThat(timer.waiting()).isEmpty();
        assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot("lab", 0, 0, 1, 0));
    }

    @Test
    void cancellingWhileWaitingCancelsTheWaitAndNoAttemptFollows() {
        Retry retry = retry(builder -> builder);
        CompletableFuture<String> result = call(retry);
        stages.get(0).completeExceptionally(new IOException());
        assertThat(timer.waiting()).hasSize(1);

        result.cancel(true);

        assertThat(timer.waiting()).isEmpty();
        timer.runAll();
        assertThat(stages).hasSize(1);
        assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot("lab", 0, 0, 1, 0));
    }

    @Test
    void cancellingASecondAttemptCancelsThatOne() {
        Retry retry = retry(builder -> builder);
        CompletableFuture<String> result = call(retry);
        stages.get(0).completeExceptionally(new IOException());
        wait(Duration.ofMillis(500), 2);

        result.cancel(true);

        await().until(stages.get(1)::isCancelled);
        assertThat(timer.waiting()).isEmpty();
        assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot("lab", 0, 0, 0, 1));
    }

    @Test
    void aStageThatIsCancelledIsNotRepeated() {
        CompletableFuture<String> result = call(retry(builder -> builder));

        stages.get(0).cancel(true);

        assertThat(result).isCancelled();
        assertThat(timer.waiting()).isEmpty();
    }

    /** The wait is over and its attempt not yet begun: neither can be cancelled. */
    @Test
    void cancellingBetweenAWaitAndItsAttemptLetsNoAttemptBegin() {
        List<Runnable> tasks = new CopyOnWriteArrayList<>();
        Retry retry = retryOn((delay, task) -> {
            tasks.add(task);
            return CompletableFuture.completedFuture(null);
        });
        CompletableFuture<String> result = call(retry);
        stages.get(0).completeExceptionally(new IOException());

        result.cancel(true);
        tasks.get(0).run();

        await().until(() -> retry.snapshot().equals(new RetrySnapshot("lab", 0, 0, 1, 0)));
        assertThat(stages).hasSize(1);
    }

    @Test
    void aListenerThatCancelsTheCallEndsItWithoutAnotherWait() {
        Retry retry = retry(builder -> builder);
        CompletableFuture<String> result = call(retry);
        retry.on(RetryEvent.Retrying.class, event -> result.cancel(true));

        stages.get(0).completeExceptionally(new IOException());

        assertThat(timer.waiting()).isEmpty();
        assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot("lab", 0, 0, 1, 0));
    }

    @Test
    void cancellingWhileAWaitIsBeingSetCancelsThatWait() {
        List<CompletableFuture<String>> results = new ArrayList<>();
        Retry retry = retryOn((delay, task) -> {
            results.get(0).cancel(true);
            return timer.schedule(delay, task);
        });
        results.add(call(retry));

        stages.get(0).completeExceptionally(new IOException());

        assertThat(timer.waiting()).isEmpty();
        assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot("lab", 0, 0, 1, 0));
    }

    @Test
    void anAttemptWhoseBodyCancelsTheCallIsCancelled() {
        List<CompletableFuture<String>> results = new CopyOnWriteArrayList<>();
        Retry retry = retry(builder -> builder);
        results.add(retry.callAsync(() -> {
            results.forEach(result -> result.cancel(true)); // there is none yet in the first attempt
            CompletableFuture<String> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage;
        }));
        stages.get(0).completeExceptionally(new IOException());
        time.advance(Duration.ofMillis(500));
        timer.runDue();

        await().until(() -> stages.size() == 2 && stages.get(1).isCancelled());
        await().until(() -> retry.snapshot().equals(new RetrySnapshot("lab", 0, 0, 0, 1)));
    }

    /** A timer's task can still be cancelled while it runs; what it has begun goes on. */
    @Test
    void aCallThatEndedAsCancelledIsNotCountedAgainByTheAttemptThatStillRuns() {
        List<Runnable> tasks = new CopyOnWriteArrayList<>();
        List<CompletableFuture<?>> waits = new CopyOnWriteArrayList<>();
        Retry retry = retryOn((delay, task) -> {
            tasks.add(task);
            CompletableFuture<?> running = new CompletableFuture<>();
            waits.add(running);
            return running;
        });
        CompletableFuture<String> result = call(retry);
        stages.get(0).completeExceptionally(new IOException());
        tasks.get(0).run();
        await().until(() -> stages.size() == 2 && stages.get(1).getNumberOfDependents() == 1);
        CompletableFuture<String> second = stages.get(1);

        result.cancel(true);

        assertThat(waits.get(0)).isCancelled();
        assertThat(second).isCancelled();
        assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot("lab", 0, 0, 0, 1));
    }
}
