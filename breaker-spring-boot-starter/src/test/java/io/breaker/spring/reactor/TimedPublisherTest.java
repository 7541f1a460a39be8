package io.breaker.spring.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

class TimedPublisherTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final TimeLimiter limiter = limiter(LIMIT);
    private final TimeLimiter lenient = TimeLimiter.of(
            "t",
            TimeLimiterConfig.builder()
                    .timeoutDuration(LIMIT)
                    .cancelRunningFuture(false)
                    .build());
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @AfterEach
    void realTime() {
        VirtualTimeScheduler.reset();
    }

    private static TimeLimiter limiter(Duration limit) {
        return TimeLimiter.of(
                "t", TimeLimiterConfig.builder().timeoutDuration(limit).build());
    }

    /** Cancelled as soon as its time is over, whereas the error comes on another thread, a moment later. */
    private <T> Flux<T> never() {
        return Flux.<T>never().doOnCancel(() -> cancelled.set(true));
    }

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
                .then(() -> assertThat(cancelled).isFalse()) // at once, whereas the error comes on another thread
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

    @Test
    void aSubscriberMayTakeItsTime() {
        StepVerifier.withVirtualTime(() -> ReactorGuard.flux(limiter, () -> Flux.range(1, 3))
                        .concatMap(n -> Mono.delay(LIMIT.multipliedBy(2)).thenReturn(n), 1))
                .thenAwait(LIMIT.multipliedBy(6))
                .expectNext(1, 2, 3)
                .verifyComplete();
        assertThat(counts(limiter)).containsExactly(1L, 0L, 0L);
    }

    @Test
    void theTimeOfAFluxBeginsAgainWhenAnElementIsAskedFor() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        TestSubscriber<Integer> subscriber =
                TestSubscriber.builder().initialRequest(1).build();
        ReactorGuard.flux(limiter, () -> Flux.just(1).concatWith(never())).subscribe(subscriber);
        time.advanceTimeBy(LIMIT.multipliedBy(2));
        assertThat(cancelled).isFalse();
        subscriber.request(1);
        time.advanceTimeBy(LIMIT.minusNanos(1));
        assertThat(cancelled).isFalse();
        time.advanceTimeBy(Duration.ofNanos(1));
        subscriber.block(Duration.ofSeconds(30));
        assertThat(subscriber.expectTerminalError()).isExactlyInstanceOf(TimeoutException.class);
        assertThat(counts(limiter)).containsExactly(0L, 0L, 1L);
    }

    @Test
    void whatComesAfterATimeOutMayBlock() {
        TimeLimiter soon = limiter(Duration.ofMillis(1));
        for (Mono<String> late : List.of(
                ReactorGuard.mono(soon, Mono::<String>never),
                ReactorGuard.flux(soon, Flux::<String>never).next(),
                ReactorGuard.mono(
                        TimeLimiter.of(
                                "t",
                                lenient.config().toBuilder()
                                        .timeoutDuration(Duration.ofMillis(1))
                                        .build()),
                        Mono::<String>never))) {
            assertThat(late.onErrorResume(thrown -> Mono.just("fallback after "
                                    + Mono.delay(Duration.ofMillis(1)).block()))
                            .block(Duration.ofSeconds(30)))
                    .isEqualTo("fallback after 0");
        }
    }

    /** They hang where users let blocking code run, in such a way that no interruption ends them. */
    @Test
    void bodiesThatHangOnAllOfReactorsElasticThreadsHoldUpNoTimeOut() {
        CountDownLatch end = new CountDownLatch(1);
        try {
            for (int i = 0; i < Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE; i++) {
                Schedulers.boundedElastic().schedule(() -> awaitUninterruptibly(end));
            }
            TimeLimiter soon = limiter(Duration.ofMillis(1));

            StepVerifier.create(ReactorGuard.mono(
                            soon, () -> Mono.fromRunnable(() -> {}).subscribeOn(Schedulers.boundedElastic())))
                    .expectError(TimeoutException.class)
                    .verify(Duration.ofSeconds(30));
        } finally {
            end.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch end) {
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException again) { // as a read from a socket would not notice it
            }
        }
    }

    @Test
    void theTimeCountsThatTheBodyTakesToReturn() {
        for (TimeLimiter each : List.of(limiter, lenient)) {
            StepVerifier.withVirtualTime(() -> ReactorGuard.mono(each, () -> {
                        VirtualTimeScheduler.get().advanceTimeBy(LIMIT);
                        return Mono.just("late");
                    }))
                    .verifyError(TimeoutException.class);
            assertThat(counts(each)).containsExactly(0L, 0L, 1L);
        }
    }

    @Test
    void aBodyThatTakesItsTimeLeavesTheRestToItsPublisher() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        TestSubscriber<Object> subscriber = TestSubscriber.create();
        ReactorGuard.flux(limiter, () -> {
                    time.advanceTimeBy(LIMIT.minusSeconds(1));
                    return never();
                })
                .subscribe(subscriber);
        time.advanceTimeBy(Duration.ofMillis(999));
        assertThat(cancelled).isFalse();
        time.advanceTimeBy(Duration.ofMillis(1));
        subscriber.block(Duration.ofSeconds(30));
        assertThat(subscriber.expectTerminalError()).isExactlyInstanceOf(TimeoutException.class);
        assertThat(counts(limiter)).containsExactly(0L, 0L, 1L);
    }

    @Test
    void aFluxWhoseBodyIsLateIsNotSubscribedTo() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        TestSubscriber<String> subscriber = TestSubscriber.create();
        ReactorGuard.flux(limiter, () -> {
                    time.advanceTimeBy(LIMIT);
                    return Flux.just("late");
                })
                .subscribe(subscriber);
        assertThat(subscriber.getReceivedOnNext()).isEmpty();
        assertThat(subscriber.expectTerminalError()).isExactlyInstanceOf(TimeoutException.class);
    }
}
