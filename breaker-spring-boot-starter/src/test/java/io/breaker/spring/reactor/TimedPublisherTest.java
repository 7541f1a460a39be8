package io.breaker.spring.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class TimedPublisherTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final TimeLimiter limiter = TimeLimiter.of(
            "t", TimeLimiterConfig.builder().timeoutDuration(LIMIT).build());
    private final TimeLimiter lenient = TimeLimiter.of(
            "t",
            TimeLimiterConfig.builder()
                    .timeoutDuration(LIMIT)
                    .cancelRunningFuture(false)
                    .build());
    private final AtomicBoolean cancelled = new AtomicBoolean();

    private static List<Long> counts(TimeLimiter limiter) {
        var now = limiter.snapshot();
        return List.of(now.successfulCalls(), now.failedCalls(), now.timedOutCalls());
    }

    @Test
    void aMonoThatIsLateIsCancelled() {
        StepVerifier.withVirtualTime(() ->
                        ReactorGuard.mono(limiter, () -> Mono.never().doOnCancel(() -> cancelled.set(true))))
                .expectSubscription()
                .expectNoEvent(LIMIT.minusNanos(1))
                .thenAwait(Duration.ofNanos(1))
                .verifyErrorSatisfies(e -> assertThat(e)
                        .isExactlyInstanceOf(TimeoutException.class)
                        .hasMessage("Time limiter 't' ended the call after 60000 ms"));
        assertThat(cancelled).isTrue();
        assertThat(counts(limiter)).containsExactly(0L, 0L, 1L);
    }

    @Test
    void aMonoThatIsLateGoesOnWhereThatIsWanted() {
        StepVerifier.withVirtualTime(() ->
                        ReactorGuard.mono(lenient, () -> Mono.never().doOnCancel(() -> cancelled.set(true))))
                .thenAwait(LIMIT)
                .verifyError(TimeoutException.class);
        assertThat(cancelled).isFalse();
        assertThat(counts(lenient)).containsExactly(0L, 0L, 1L);
    }

    @Test
    void aMonoThatMayGoOnIsAsAnyOther() {
        CompletionException thrown = new CompletionException(new IOException());
        StepVerifier.create(ReactorGuard.mono(lenient, () -> Mono.deferContextual(c -> Mono.just(c.get("tenant"))))
                        .contextWrite(context -> context.put("tenant", "north")))
                .expectNext("north")
                .verifyComplete();
        StepVerifier.create(ReactorGuard.mono(lenient, Mono::empty)).verifyComplete();
        StepVerifier.create(ReactorGuard.mono(lenient, () -> Mono.error(thrown)))
                .verifyErrorSatisfies(e -> assertThat(e).isSameAs(thrown));
        ReactorGuard.mono(lenient, () -> Mono.never().doOnCancel(() -> cancelled.set(true)))
                .subscribe()
                .dispose();
        assertThat(cancelled).isTrue();
        assertThat(counts(lenient)).containsExactly(2L, 2L, 0L);
    }

    @Test
    void aFluxHasItsTimeForEachElement() {
        StepVerifier.withVirtualTime(() -> ReactorGuard.flux(
                        limiter,
                        () -> Flux.interval(LIMIT.minusSeconds(1)).take(3).concatWith(Flux.never())))
                .expectSubscription()
                .thenAwait(LIMIT.multipliedBy(3))
                .expectNext(0L, 1L, 2L)
                .thenAwait(LIMIT)
                .verifyErrorMessage("Time limiter 't' ended the call after 60000 ms");
        assertThat(counts(limiter)).containsExactly(0L, 0L, 1L);
    }

    @Test
    void aFluxIsLateBeforeItsFirstElement() {
        StepVerifier.withVirtualTime(() ->
                        ReactorGuard.flux(limiter, () -> Flux.never().doOnCancel(() -> cancelled.set(true))))
                .thenAwait(LIMIT)
                .verifyError(TimeoutException.class);
        assertThat(cancelled).isTrue();
    }

    @Test
    void endsInTimeAreCounted() {
        StepVerifier.create(ReactorGuard.mono(limiter, () -> Mono.just(1)))
                .expectNext(1)
                .verifyComplete();
        StepVerifier.create(ReactorGuard.mono(limiter, Mono::empty)).verifyComplete();
        StepVerifier.create(ReactorGuard.flux(limiter, () -> Flux.just(1, 2)))
                .expectNext(1, 2)
                .verifyComplete();
        StepVerifier.create(ReactorGuard.mono(limiter, () -> {
                    throw new IOException();
                }))
                .verifyError(IOException.class);
        StepVerifier.create(ReactorGuard.flux(limiter, () -> Flux.error(new IOException())))
                .verifyError(IOException.class);
        assertThat(counts(limiter)).containsExactly(3L, 2L, 0L);
    }

    @Test
    void aTimeoutOfSomebodyElsesIsAFailure() {
        StepVerifier.create(ReactorGuard.mono(limiter, () -> Mono.error(new TimeoutException())))
                .verifyError(TimeoutException.class);
        assertThat(counts(limiter)).containsExactly(0L, 1L, 0L);
    }

    @Test
    void aCallThatIsCalledOffHasFailedAndAFluxThatHasEmittedHasNot() {
        ReactorGuard.mono(limiter, Mono::never).subscribe().dispose();
        ReactorGuard.flux(limiter, Flux::never).subscribe().dispose();
        assertThat(ReactorGuard.flux(limiter, () -> Flux.range(1, 9)).blockFirst())
                .isEqualTo(1);
        assertThat(counts(limiter)).containsExactly(1L, 2L, 0L);
    }

    @Test
    void aResultIsCountedOnceWhenItsReceiverCancels() {
        Sinks.One<Integer> sink = Sinks.one();
        sink.tryEmitValue(1).orThrow();
        assertThat(ReactorGuard.mono(limiter, sink::asMono).flux().blockFirst()).isEqualTo(1);
        assertThat(counts(limiter)).containsExactly(1L, 0L, 0L);
    }

    @Test
    void aTimeBeyondWhatReactorCountsIsNoError() {
        TimeLimiter endless = TimeLimiter.of(
                "t",
                TimeLimiterConfig.builder()
                        .timeoutDuration(Duration.ofSeconds(Long.MAX_VALUE))
                        .build());
        assertThat(ReactorGuard.mono(endless, () -> Mono.just(1)).block()).isEqualTo(1);
    }
}
