package io.breaker.spring.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.Pipeline;
import io.breaker.retry.MaxRetriesExceededException;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;
import io.breaker.retry.RetryEvent;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class RetriedPublisherTest {

    private final AtomicInteger calls = new AtomicInteger();

    private static Retry retry(UnaryOperator<RetryConfig.Builder> change) {
        return Retry.of(
                "r",
                change.apply(RetryConfig.builder().maxAttempts(3).waitDuration(Duration.ofMinutes(10)))
                        .build());
    }

    private static Retry patient() {
        return retry(config -> config);
    }

    private static Retry quick(UnaryOperator<RetryConfig.Builder> change) {
        return retry(config -> change.apply(config.waitDuration(Duration.ZERO)));
    }

    private static List<Long> counts(Retry retry) {
        var now = retry.snapshot();
        return List.of(
                now.successfulWithoutRetry(),
                now.successfulWithRetry(),
                now.failedWithoutRetry(),
                now.failedWithRetry());
    }

    private Mono<String> thirdTime() {
        return calls.incrementAndGet() < 3 ? Mono.error(new IOException("attempt " + calls)) : Mono.just("third");
    }

    @Test
    void waitsInVirtualTimeBetweenAttempts() {
        Retry retry = patient();
        StepVerifier.withVirtualTime(() -> ReactorGuard.mono(retry, this::thirdTime))
                .expectSubscription()
                .then(() -> assertThat(calls).hasValue(1))
                .thenAwait(Duration.ofMinutes(10))
                .then(() -> assertThat(calls).hasValue(2))
                .expectNoEvent(Duration.ofMinutes(9))
                .thenAwait(Duration.ofMinutes(1))
                .expectNext("third")
                .verifyComplete();
        assertThat(counts(retry)).containsExactly(0L, 1L, 0L, 0L);
    }

    /** Where attempts that hang would hold up what ends others. */
    @Test
    void noAttemptRunsWhereTheTimeOutOfTheOneBeforeWasTold() {
        List<String> threads = new CopyOnWriteArrayList<>();
        TimeLimiter soon = TimeLimiter.of(
                "t",
                TimeLimiterConfig.builder()
                        .timeoutDuration(Duration.ofMillis(1))
                        .build());
        Pipeline guarded = Pipeline.of(quick(config -> config.maxAttempts(2)), soon);

        StepVerifier.create(ReactorGuard.mono(guarded, () -> {
                    threads.add(Thread.currentThread().getName());
                    return Mono.never();
                }))
                .expectError(TimeoutException.class)
                .verify(Duration.ofSeconds(30));

        assertThat(threads).hasSize(2);
        assertThat(threads.get(1)).startsWith("boundedElastic");
    }

    @Test
    void theFirstAttemptMayDo() {
        Retry retry = patient();
        StepVerifier.create(ReactorGuard.mono(retry, () -> Mono.just(1)))
                .expectNext(1)
                .verifyComplete();
        StepVerifier.create(ReactorGuard.mono(retry, Mono::empty)).verifyComplete();
        StepVerifier.create(ReactorGuard.flux(retry, () -> Flux.just(1, 2)))
                .expectNext(1, 2)
                .verifyComplete();
        assertThat(counts(retry)).containsExactly(3L, 0L, 0L, 0L);
    }

    @Test
    void theLastExceptionStaysTheSameObject() {
        Retry retry = quick(config -> config.maxAttempts(2));
        List<IOException> thrown = List.of(new IOException("first"), new IOException("second"));
        StepVerifier.create(ReactorGuard.mono(retry, () -> {
                    throw thrown.get(calls.getAndIncrement());
                }))
                .verifyErrorSatisfies(e -> assertThat(e).isSameAs(thrown.get(1)));
        assertThat(thrown.get(1)).hasNoSuppressedExceptions().hasNoCause();
        assertThat(counts(retry)).containsExactly(0L, 0L, 0L, 1L);
    }

    @Test
    void whatIsNotWorthAnotherAttemptEndsTheCall() {
        Retry retry = quick(config -> config.ignoreExceptions(List.of(IOException.class)));
        StepVerifier.create(ReactorGuard.flux(retry, () -> thirdTime().flux())).verifyError(IOException.class);
        assertThat(calls).hasValue(1);
        assertThat(counts(retry)).containsExactly(0L, 0L, 1L, 0L);
    }

    @Test
    void anErrorThatReactorWouldThrowAtTheSubscriberEndsTheCall() {
        Retry retry = quick(config -> config);
        NoClassDefFoundError thrown = new NoClassDefFoundError();
        StepVerifier.create(ReactorGuard.mono(retry, () -> {
                    throw thrown;
                }))
                .verifyErrorSatisfies(e -> assertThat(e).isSameAs(thrown));
        assertThat(counts(retry)).containsExactly(0L, 0L, 1L, 0L);
    }

    @Test
    void anUnwantedResultIsTriedForAgain() {
        Retry retry = quick(config -> config.resultPredicate("no"::equals));
        StepVerifier.create(ReactorGuard.mono(retry, () -> Mono.just(calls.incrementAndGet() < 3 ? "no" : "yes")))
                .expectNext("yes")
                .verifyComplete();
        assertThat(counts(retry)).containsExactly(0L, 1L, 0L, 0L);
    }

    @Test
    void aResultThatIsStillUnwantedIsReturnedOrAFailure() {
        Retry lenient = quick(config -> config.resultPredicate("no"::equals));
        StepVerifier.create(ReactorGuard.mono(lenient, () -> Mono.just("no")))
                .expectNext("no")
                .verifyComplete();
        assertThat(counts(lenient)).containsExactly(0L, 0L, 0L, 1L);

        Retry strict = quick(config -> config.resultPredicate("no"::equals).failAfterMaxAttempts(true));
        StepVerifier.create(ReactorGuard.mono(strict, () -> {
                    calls.incrementAndGet();
                    return Mono.just("no");
                }))
                .verifyErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                MaxRetriesExceededException.class,
                                max -> assertThat(max.attempts()).isEqualTo(3)));
        assertThat(calls).hasValue(3);
        assertThat(counts(strict)).containsExactly(0L, 0L, 0L, 1L);
    }

    @Test
    void anEmptyMonoIsAResultOfNull() {
        Retry retry = quick(config -> config.resultPredicate(result -> result == null));
        StepVerifier.create(
                        ReactorGuard.mono(retry, () -> calls.incrementAndGet() < 3 ? Mono.empty() : Mono.just("there")))
                .expectNext("there")
                .verifyComplete();
        assertThat(counts(retry)).containsExactly(0L, 1L, 0L, 0L);
    }

    @Test
    void onErrorContinueFurtherDownDoesNotSwallowAnUnwantedResult() {
        Retry retry = quick(config -> config.resultPredicate("no"::equals));
        StepVerifier.create(ReactorGuard.mono(retry, () -> Mono.just(calls.incrementAndGet() < 3 ? "no" : "yes"))
                        .flux()
                        .onErrorContinue((thrown, value) -> {}))
                .expectNext("yes")
                .verifyComplete();
    }

    @Test
    void aFluxBeginsAnewAndItsElementsAreNotJudged() {
        Retry retry = quick(config -> config.resultPredicate(result -> true));
        StepVerifier.create(ReactorGuard.flux(
                        retry,
                        () -> calls.incrementAndGet() < 2
                                ? Flux.concat(Flux.just(1), Flux.error(new IOException()))
                                : Flux.just(1, 2)))
                .expectNext(1, 1, 2)
                .verifyComplete();
        assertThat(counts(retry)).containsExactly(0L, 1L, 0L, 0L);
    }

    @Test
    void cancellingWhileWaitingEndsTheCall() {
        Retry retry = patient();
        Disposable call = ReactorGuard.mono(retry, this::thirdTime).subscribe();
        assertThat(calls).hasValue(1);
        call.dispose();
        assertThat(counts(retry)).containsExactly(0L, 0L, 1L, 0L);
    }

    @Test
    void cancellingAnAttemptEndsTheCallWithACancellation() {
        Retry retry = patient();
        List<RetryEvent> events = new ArrayList<>();
        retry.on(RetryEvent.class, events::add);
        ReactorGuard.flux(retry, Flux::never).subscribe().dispose();
        ReactorGuard.mono(retry, Mono::never).subscribe().dispose();
        assertThat(counts(retry)).containsExactly(0L, 0L, 2L, 0L);
        assertThat(events)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                RetryEvent.Failure.class,
                                failure -> assertThat(failure.thrown()).isInstanceOf(CancellationException.class)));
    }

    @Test
    void cancellingAFluxAfterAnElementIsASuccess() {
        Retry retry = patient();
        assertThat(ReactorGuard.flux(retry, () -> Flux.range(1, 9)).blockFirst())
                .isEqualTo(1);
        assertThat(counts(retry)).containsExactly(1L, 0L, 0L, 0L);
    }

    @Test
    void eachSubscriptionHasItsOwnAttempts() {
        Retry retry = quick(config -> config.maxAttempts(2));
        Mono<String> guarded = ReactorGuard.mono(retry, () -> {
            calls.incrementAndGet();
            return Mono.error(new IOException());
        });
        StepVerifier.create(guarded).verifyError(IOException.class);
        StepVerifier.create(guarded).verifyError(IOException.class);
        assertThat(calls).hasValue(4);
    }

    @Test
    void theContextReachesEachAttempt() {
        Retry retry = quick(config -> config);
        assertThat(ReactorGuard.mono(
                                retry,
                                () -> Mono.deferContextual(context -> calls.incrementAndGet() < 3
                                        ? Mono.<String>error(new IOException())
                                        : Mono.just(context.get("tenant"))))
                        .contextWrite(context -> context.put("tenant", "north"))
                        .block())
                .isEqualTo("north");
    }

    @Test
    void aFurtherAttemptMayBlock() {
        Retry retry = retry(config -> config.waitDuration(Duration.ofMillis(1)));
        assertThat(ReactorGuard.mono(retry, () -> {
                            Mono.delay(Duration.ofMillis(1)).block();
                            return calls.incrementAndGet() < 2
                                    ? Mono.<String>error(new IOException())
                                    : Mono.just("done");
                        })
                        .block())
                .isEqualTo("done");
    }
}
