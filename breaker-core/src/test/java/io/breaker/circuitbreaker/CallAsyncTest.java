package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallAsyncTest {

    private final Lab lab = Lab.with(builder -> builder.permittedNumberOfCallsInHalfOpenState(1))
            .recordEvents();
    private final CompletableFuture<String> upstream = new CompletableFuture<>();

    private static @Nullable Throwable failureOf(CompletableFuture<?> future) {
        List<@Nullable Throwable> seen = new ArrayList<>();
        future.whenComplete((value, thrown) -> seen.add(thrown));
        return seen.get(0);
    }

    @Test
    void aCallLastsUntilItsStageCompletes() {
        CompletableFuture<String> result = lab.breaker.callAsync(() -> upstream);
        lab.advance(Duration.ofMillis(3));
        assertThat(lab.snapshot().callsInFlight()).isEqualTo(1);
        assertThat(lab.snapshot().bufferedCalls()).isZero();

        upstream.complete("value");

        assertThat(result).isCompletedWithValue("value");
        assertThat(lab.snapshot().callsInFlight()).isZero();
        assertThat(lab.events)
                .containsExactly(new CircuitBreakerEvent.Success("lab", lab.wallClock, Duration.ofMillis(3)));
    }

    @Test
    void theOutcomeIsTakenNoteOfBeforeTheResultCompletes() {
        lab.breaker.halfOpen();
        List<State> seen = new ArrayList<>();
        CompletableFuture<String> result = lab.breaker.callAsync(() -> upstream);
        result.thenAccept(value -> seen.add(lab.breaker.state()));

        upstream.complete("value");

        assertThat(seen).containsExactly(State.CLOSED);
    }

    @Test
    void aFailureArrivesUnchangedAndNotWrapped() {
        IOException thrown = new IOException();
        CompletableFuture<String> result = lab.breaker.callAsync(() -> upstream);

        upstream.completeExceptionally(thrown);

        assertThat(failureOf(result)).isSameAs(thrown);
        assertThat(catchThrowable(result::get))
                .isInstanceOf(ExecutionException.class)
                .hasCause(thrown);
        assertThat(lab.snapshot().failedCalls()).isEqualTo(1);
    }

    @Test
    void aFailureThatIsWrappedAlreadyIsJudgedByItsCause() {
        Lab ignoring = Lab.with(builder -> builder.ignoreExceptions(IOException.class));
        CompletableFuture<String> result = ignoring.breaker.callAsync(() -> upstream.thenApply(value -> value));

        upstream.completeExceptionally(new IOException());

        assertThat(failureOf(result)).isInstanceOf(CompletionException.class).hasCauseInstanceOf(IOException.class);
        assertThat(ignoring.snapshot().bufferedCalls()).isZero();
    }

    @Test
    void aBodyThatThrowsIsAFailedStage() {
        IOException thrown = new IOException();

        CompletableFuture<String> result = lab.breaker.callAsync(() -> {
            throw thrown;
        });

        assertThat(failureOf(result)).isSameAs(thrown);
        assertThat(lab.snapshot().failedCalls()).isEqualTo(1);
        assertThat(lab.snapshot().callsInFlight()).isZero();
    }

    @Test
    void aBodyThatThrowsAnErrorIsAFailedStage() {
        Error thrown = new StackOverflowError();

        CompletableFuture<String> result = lab.breaker.callAsync(() -> {
            throw thrown;
        });

        assertThat(failureOf(result)).isSameAs(thrown);
        assertThat(lab.snapshot().failedCalls()).isEqualTo(1);
    }

    @Test
    void aBodyThatIsInterruptedReleasesItsPermitAndKeepsTheInterrupt() {
        lab.breaker.halfOpen();
        CompletableFuture<String> result = lab.breaker.callAsync(() -> {
            throw new InterruptedException();
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failureOf(result)).isInstanceOf(InterruptedException.class);
        assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
        lab.start();
    }

    @Test
    @SuppressWarnings("NullAway") // the wrong that is tested
    void aBodyThatReturnsNoStageIsAFailedStage() {
        CompletableFuture<String> result = lab.breaker.callAsync(() -> (CompletionStage<String>) null);

        assertThat(failureOf(result)).isInstanceOf(NullPointerException.class).hasMessageContaining("no stage");
        assertThat(lab.snapshot().failedCalls()).isEqualTo(1);
    }

    @Test
    void cancellingTheResultCancelsTheStageAndGivesThePermitBack() {
        lab.breaker.halfOpen();
        CompletableFuture<String> result = lab.breaker.callAsync(() -> upstream);

        result.cancel(true);

        assertThat(upstream).isCancelled();
        assertThat(lab.snapshot().callsInFlight()).isZero();
        assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
        lab.start();
        assertThat(lab.events)
                .filteredOn(CircuitBreakerEvent.Ignored.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aCancelledStageGivesThePermitBack() {
        lab.breaker.halfOpen();
        CompletableFuture<String> result = lab.breaker.callAsync(() -> upstream);

        upstream.cancel(true);

        assertThat(failureOf(result)).isInstanceOf(CancellationException.class);
        assertThat(result).isCancelled();
        assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
        lab.start();
        assertThat(lab.events)
                .filteredOn(CircuitBreakerEvent.Ignored.class::isInstance)
                .hasSize(1);
    }

    @Test
    void cancellingWhatCannotBeCancelledStillGivesThePermitBack() {
        lab.breaker.halfOpen();
        CompletableFuture<String> result = lab.breaker.callAsync(upstream::minimalCompletionStage);
        result.cancel(true);
        assertThat(lab.snapshot().callsInFlight()).isZero();

        upstream.completeExceptionally(new IOException("nobody waits for this any more"));

        assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void cancellingAStageThatIsNoFutureStillGivesThePermitBack() {
        lab.breaker.halfOpen();
        CompletableFuture<String> noFuture = new CompletableFuture<>() {
            @Override
            public CompletableFuture<String> toCompletableFuture() {
                throw new UnsupportedOperationException("no future");
            }
        };
        CompletableFuture<String> result = lab.breaker.callAsync(() -> noFuture);

        result.cancel(true);

        assertThat(result).isCancelled();
        assertThat(noFuture).isNotDone();
        assertThat(lab.snapshot().callsInFlight()).isZero();
        lab.start();
    }

    @Test
    void aRefusalArrivesAsAFailedFuture() {
        lab.breaker.open();
        List<String> ran = new ArrayList<>();

        CompletableFuture<String> result = lab.breaker.callAsync(() -> {
            ran.add("body");
            return upstream;
        });

        assertThat(failureOf(result)).isInstanceOf(CallNotPermittedException.class);
        assertThat(ran).isEmpty();
        assertThat(lab.snapshot().notPermittedCalls()).isEqualTo(1);
    }

    @Test
    void aNullValueReachesTheResultPredicate() {
        Lab strict = Lab.with(builder -> builder.recordResultPredicate(java.util.Objects::isNull));
        CompletableFuture<@Nullable String> result = strict.breaker.<@Nullable String>callAsync(
                () -> CompletableFuture.<@Nullable String>completedFuture(null));

        assertThat(result).isCompletedWithValue(null);
        assertThat(strict.snapshot().failedCalls()).isEqualTo(1);
    }

    @Test
    void aStageThatNeverCompletesIsOverdueLikeAnyOtherCall() {
        lab.breaker.halfOpen();
        lab.breaker.callAsync(() -> upstream);
        lab.advance(Lab.SLOW.multipliedBy(2));

        assertThat(lab.state()).isEqualTo(State.OPEN);
    }

    @Test
    void aResultThatTimesOutIsAFailureAndEndsTheCall() {
        Lab lab = Lab.create();
        CompletableFuture<String> stage = new CompletableFuture<>();
        CompletableFuture<String> result = lab.breaker.callAsync(() -> stage);

        result.completeExceptionally(new TimeoutException("as orTimeout does")); // no timing in a test

        assertThat(lab.snapshot().failedCalls()).isEqualTo(1);
        assertThat(lab.snapshot().callsInFlight()).isZero();
        assertThat(stage).isCancelled();
    }

    @Test
    void aStageThatTakesNoCallbacksIsAFailedOne() {
        Lab lab = Lab.create();
        CompletableFuture<String> strange = new CompletableFuture<>() {
            @Override
            public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
                throw new UnsupportedOperationException("no callbacks");
            }
        };

        CompletableFuture<String> result = lab.breaker.callAsync(() -> strange);

        assertThat(result).isCompletedExceptionally();
        assertThat(lab.snapshot().failedCalls()).isEqualTo(1);
        assertThat(lab.snapshot().callsInFlight()).isZero();
    }
}
