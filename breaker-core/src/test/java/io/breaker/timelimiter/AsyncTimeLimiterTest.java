package io.breaker.timelimiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.Failures;
import io.breaker.HangingWorkers;
import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AsyncTimeLimiterTest {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ManualTime time = new ManualTime();
    private final ManualTimer timer = new ManualTimer(time);
    private final TimeLimiter limiter = limiter(true);
    private final CompletableFuture<String> stage = new CompletableFuture<>();

    private TimeLimiter limiter(boolean cancels) {
        return new TimeLimiter(
                "lab",
                TimeLimiterConfig.builder()
                        .timeoutDuration(LIMIT)
                        .cancelRunningFuture(cancels)
                        .build(),
                timer);
    }

    @AfterEach
    void noAlarmIsLeft() {
        assertThat(Thread.interrupted()).isFalse();
        assertThat(timer.waiting()).isEmpty();
    }

    private static TimeLimiterSnapshot numbers(long successful, long failed, long timedOut) {
        return new TimeLimiterSnapshot("lab", successful, failed, timedOut);
    }

    private void timeOut(CompletableFuture<String> result) {
        time.advance(LIMIT);
        timer.runDue();
        await().until(result::isDone);
        assertThat(Failures.of(result))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("Time limiter 'lab' ended the call after 2000 ms");
    }

    @Test
    void aStageThatCompletesInTimeIsTheResult() {
        CompletableFuture<String> result = limiter.callAsync(() -> stage);
        time.advance(LIMIT.minusNanos(1));
        timer.runDue();

        stage.complete("value");

        assertThat(result).isCompletedWithValue("value");
        assertThat(limiter.snapshot()).isEqualTo(numbers(1, 0, 0));
    }

    @Test
    void aFailureInTimeArrivesUnchanged() {
        IOException thrown = new IOException();
        CompletableFuture<String> staged = limiter.callAsync(() -> stage);
        CompletableFuture<String> thrownAtOnce = limiter.callAsync(() -> {
            throw thrown;
        });

        stage.completeExceptionally(thrown);

        assertThat(Failures.of(staged)).isSameAs(thrown);
        assertThat(Failures.of(thrownAtOnce)).isSameAs(thrown);
        assertThat(limiter.snapshot()).isEqualTo(numbers(0, 2, 0));
    }

    @Test
    void aTimeoutAfterAChangeTellsOfTheLimitThatEndedTheCall() {
        List<Duration> told = new ArrayList<>();
        limiter.on(TimeLimiterEvent.TimedOut.class, event -> told.add(event.timeout()));
        CompletableFuture<String> result = limiter.callAsync(() -> stage);
        limiter.reconfigure(TimeLimiterConfig.ofDefaults());

        timeOut(result);

        assertThat(told).containsExactly(LIMIT);
    }

    @Test
    void bodiesThatHangOnAllWorkersDoNotHoldUpATimeout() {
        CompletableFuture<String> result = limiter.callAsync(() -> stage);
        try (HangingWorkers all = new HangingWorkers()) {
            assertThat(all).isNotNull();
            timeOut(result);
        }
    }

    @Test
    void aStageThatTakesTooLongIsCancelledAndCountsOnce() {
        CompletableFuture<String> result = limiter.callAsync(() -> stage);

        timeOut(result);

        await().until(stage::isCancelled);
        assertThat(limiter.snapshot()).isEqualTo(numbers(0, 0, 1));
    }

    @Test
    void aStageThatIsNotToBeCancelledGoesOn() {
        TimeLimiter gentle = limiter(false);
        CompletableFuture<String> result = gentle.callAsync(() -> stage);

        timeOut(result);
        stage.complete("too late");

        assertThat(Failures.of(result)).isInstanceOf(TimeoutException.class);
        assertThat(stage).isCompletedWithValue("too late");
        assertThat(gentle.snapshot()).isEqualTo(numbers(0, 0, 1));
    }

    @Test
    void aCallerThatCancelsCancelsTheStageEitherWay() {
        CompletableFuture<String> other = new CompletableFuture<>();
        CompletableFuture<String> result = limiter.callAsync(() -> stage);
        CompletableFuture<String> gentle = limiter(false).callAsync(() -> other);

        result.cancel(true);
        gentle.cancel(true);

        assertThat(stage).isCancelled();
        assertThat(other).isCancelled();
        assertThat(limiter.snapshot()).isEqualTo(numbers(0, 1, 0));
    }

    @Test
    void whatUsersDoWithTheResultDoesNotRunOnTheTimersThread() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        limiter.on(TimeLimiterEvent.class, event -> threads.add(Thread.currentThread()));
        stage.whenComplete((value, thrown) -> threads.add(Thread.currentThread()));
        CompletableFuture<String> result = limiter.callAsync(() -> stage);
        result.whenComplete((value, thrown) -> threads.add(Thread.currentThread()));

        timeOut(result);

        await().until(() -> threads.size() == 3);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void theTimeBeforeTheStageIsReturnedCounts() {
        CompletableFuture<String> result = limiter.callAsync(() -> {
            time.advance(LIMIT);
            timer.runDue();
            return stage;
        });

        await().until(result::isDone);
        assertThat(Failures.of(result)).isInstanceOf(TimeoutException.class);
        await().until(stage::isCancelled);
        assertThat(limiter.snapshot()).isEqualTo(numbers(0, 0, 1));
    }

    /** The body's own answer to the interruption is there first. */
    @Test
    void aBodyThatIsInterruptedBeforeItReturnsItsStageEndsInATimeoutAndNotAsInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 1; i <= 200; i++) {
            CompletableFuture<String> result = limiter.callAsync(() -> {
                time.advance(LIMIT);
                timer.runDue();
                never.await();
                return stage;
            });

            assertThat(result)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(TimeoutException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(limiter.snapshot()).isEqualTo(numbers(0, 0, i));
        }
    }

    @Test
    void aBodyThatIsNotToBeInterruptedIsNot() {
        List<Boolean> interrupted = new ArrayList<>();
        CompletableFuture<String> result = limiter(false).callAsync(() -> {
            timer.runAll();
            interrupted.add(Thread.currentThread().isInterrupted());
            return stage;
        });

        await().until(result::isDone);
        assertThat(Failures.of(result)).isInstanceOf(TimeoutException.class);
        assertThat(interrupted).containsExactly(false);
        assertThat(stage).isNotDone();
    }

    @Test
    void aStageThatFailsBecauseItIsCancelledDoesNotCountAgain() {
        CompletionStage<String> dependent = stage.thenApply(value -> value);
        CompletableFuture<String> result = limiter.callAsync(() -> dependent);

        timeOut(result);
        stage.completeExceptionally(new CancellationException());

        assertThat(limiter.snapshot()).isEqualTo(numbers(0, 0, 1));
    }
}
