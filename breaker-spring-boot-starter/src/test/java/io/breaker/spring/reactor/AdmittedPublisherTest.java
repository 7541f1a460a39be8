package io.breaker.spring.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breaker.Permit;
import io.breaker.Pipeline;
import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadFullException;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RequestNotPermittedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

class AdmittedPublisherTest {

    private final AtomicInteger calls = new AtomicInteger();

    private static Bulkhead bulkhead(Duration wait) {
        return Bulkhead.of(
                "b",
                BulkheadConfig.builder()
                        .maxConcurrentCalls(1)
                        .maxWaitDuration(wait)
                        .build());
    }

    private static int free(Bulkhead bulkhead) {
        return bulkhead.snapshot().availableConcurrentCalls();
    }

    private Mono<String> value() {
        calls.incrementAndGet();
        return Mono.just("value");
    }

    private static Object throwFatal() {
        throw new NoClassDefFoundError("com/example/Driver");
    }

    /** It makes no signal of some errors, and throws them out of the subscription. */
    @Test
    void anErrorThatReactorCallsFatalGivesThePermitBack() {
        Bulkhead bulkhead = bulkhead(Duration.ZERO);

        assertThatThrownBy(() -> ReactorGuard.mono(bulkhead, () -> Mono.fromCallable(AdmittedPublisherTest::throwFatal))
                        .block())
                .isInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(() -> ReactorGuard.flux(bulkhead, () -> Flux.just(1).map(one -> throwFatal()))
                        .blockLast())
                .isInstanceOf(NoClassDefFoundError.class);

        assertThat(free(bulkhead)).isEqualTo(1);
    }

    @Test
    void anErrorThatReactorCallsFatalGivesThePermitBackIfItComesOfALaterRequest() {
        Bulkhead bulkhead = bulkhead(Duration.ZERO);
        TestSubscriber<Object> subscriber =
                TestSubscriber.builder().initialRequest(1).build();
        ReactorGuard.flux(bulkhead, () -> Flux.range(1, 3).map(n -> n == 1 ? n : throwFatal()))
                .subscribe(subscriber);
        assertThat(free(bulkhead)).isZero();

        assertThatThrownBy(() -> subscriber.request(1)).isInstanceOf(NoClassDefFoundError.class);

        assertThat(free(bulkhead)).isEqualTo(1);
    }

    @Test
    void anErrorThatReactorCallsFatalReachesTheSubscriberOfACallThatHadToWait() {
        Bulkhead bulkhead = bulkhead(Duration.ofMinutes(1));
        Permit first = bulkhead.acquire();
        CompletableFuture<@Nullable Object> waiting = ReactorGuard.mono(
                        bulkhead, () -> Mono.fromCallable(AdmittedPublisherTest::throwFatal))
                .toFuture();

        first.release();

        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(free(bulkhead)).isEqualTo(1);
    }

    @Nested
    class BehindABreaker {

        private final CircuitBreaker breaker = CircuitBreaker.of(
                "b",
                CircuitBreakerConfig.builder()
                        .recordResultPredicate("bad"::equals)
                        .build());

        private List<Integer> counts() {
            var now = breaker.snapshot();
            return List.of(now.bufferedCalls(), now.failedCalls());
        }

        @Test
        void anErrorThatReactorCallsFatalIsNotTheCallsIfItComesOfWhoGetsAnElement() {
            assertThatThrownBy(() -> ReactorGuard.flux(breaker, () -> Flux.just(1, 2))
                            .map(n -> throwFatal())
                            .blockLast())
                    .isInstanceOf(NoClassDefFoundError.class);
            assertThat(counts()).containsExactly(1, 0);
        }

        @Test
        void anErrorThatReactorCallsFatalIsAFailure() {
            assertThatThrownBy(
                            () -> ReactorGuard.mono(breaker, () -> Mono.fromCallable(AdmittedPublisherTest::throwFatal))
                                    .block())
                    .isInstanceOf(NoClassDefFoundError.class);
            assertThat(counts()).containsExactly(1, 1);
        }

        @Test
        void nothingHappensBeforeSomebodySubscribesAndEachSubscriptionIsACall() {
            Mono<String> guarded = ReactorGuard.mono(breaker, AdmittedPublisherTest.this::value);
            assertThat(calls).hasValue(0);
            assertThat(guarded.block()).isEqualTo("value");
            assertThat(guarded.block()).isEqualTo("value");
            assertThat(calls).hasValue(2);
            assertThat(counts()).containsExactly(2, 0);
        }

        @Test
        void anOpenBreakerRefusesWithoutCallingTheBody() {
            breaker.forceOpen();
            StepVerifier.create(ReactorGuard.mono(breaker, AdmittedPublisherTest.this::value))
                    .verifyError(CallNotPermittedException.class);
            StepVerifier.create(ReactorGuard.flux(breaker, () -> value().flux()))
                    .verifyError(CallNotPermittedException.class);
            assertThat(calls).hasValue(0);
        }

        @Test
        void whatTheBodyThrowsIsAFailureAndStaysTheSameObject() {
            IOException thrown = new IOException();
            StepVerifier.create(ReactorGuard.mono(breaker, () -> {
                        throw thrown;
                    }))
                    .verifyErrorSatisfies(e -> assertThat(e).isSameAs(thrown));
            StepVerifier.create(ReactorGuard.flux(breaker, () -> {
                        throw thrown;
                    }))
                    .verifyErrorSatisfies(e -> assertThat(e).isSameAs(thrown));
            assertThat(counts()).containsExactly(2, 2);
        }

        @Test
        void anErrorThatReactorWouldThrowAtTheSubscriberIsAFailureToo() {
            NoClassDefFoundError thrown = new NoClassDefFoundError();
            StepVerifier.create(ReactorGuard.mono(breaker, () -> {
                        throw thrown;
                    }))
                    .verifyErrorSatisfies(e -> assertThat(e).isSameAs(thrown));
            assertThat(counts()).containsExactly(1, 1);
        }

        @Test
        @SuppressWarnings("NullAway") // what careless code does
        void aMissingPublisherIsAFailure() {
            StepVerifier.create(ReactorGuard.mono(breaker, () -> null)).verifyError(NullPointerException.class);
            StepVerifier.create(ReactorGuard.flux(breaker, () -> null)).verifyError(NullPointerException.class);
            assertThat(counts()).containsExactly(2, 2);
        }

        @Test
        void aThreadThatWasInterruptedStillKnowsAfterwards() {
            StepVerifier.create(ReactorGuard.mono(breaker, () -> {
                        throw new InterruptedException();
                    }))
                    .verifyError(InterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(counts()).containsExactly(0, 0);
        }

        @Test
        void theResultOfAMonoIsJudged() {
            ReactorGuard.mono(breaker, () -> Mono.just("bad")).block();
            assertThat(counts()).containsExactly(1, 1);
        }

        @Test
        void theElementsOfAFluxAreNotJudged() {
            ReactorGuard.flux(breaker, () -> Flux.just("bad", "bad")).blockLast();
            assertThat(counts()).containsExactly(1, 0);
        }

        @Test
        void anEmptyMonoSucceeds() {
            StepVerifier.create(ReactorGuard.mono(breaker, Mono::empty)).verifyComplete();
            assertThat(counts()).containsExactly(1, 0);
        }

        @Test
        void aFluxThatFailsAfterElementsFails() {
            StepVerifier.create(ReactorGuard.flux(
                            breaker, () -> Flux.concat(Flux.just(1, 2), Flux.error(new IOException()))))
                    .expectNext(1, 2)
                    .verifyError(IOException.class);
            assertThat(counts()).containsExactly(1, 1);
        }

        @Test
        void cancellingAMonoIsIgnoredAndReachesTheSource() {
            TestPublisher<String> source = TestPublisher.create();
            Disposable call = ReactorGuard.mono(breaker, source::mono).subscribe();
            assertThat(breaker.snapshot().callsInFlight()).isEqualTo(1);
            call.dispose();
            source.assertCancelled();
            assertThat(counts()).containsExactly(0, 0);
            assertThat(breaker.snapshot().callsInFlight()).isZero();
        }

        @Test
        void cancellingAFluxBeforeItsFirstElementIsIgnored() {
            Disposable call = ReactorGuard.flux(breaker, Flux::never).subscribe();
            call.dispose();
            assertThat(counts()).containsExactly(0, 0);
            assertThat(breaker.snapshot().callsInFlight()).isZero();
        }

        @Test
        void cancellingAFluxAfterAnElementIsASuccess() {
            assertThat(ReactorGuard.flux(breaker, () -> Flux.range(1, 9)).blockFirst())
                    .isEqualTo(1);
            assertThat(counts()).containsExactly(1, 0);
        }

        @Test
        void theContextReachesTheSource() {
            assertThat(ReactorGuard.mono(
                                    breaker, () -> Mono.deferContextual(context -> Mono.just(context.get("tenant"))))
                            .contextWrite(context -> context.put("tenant", "north"))
                            .block())
                    .isEqualTo("north");
        }

        @Test
        void demandIsPassedOn() {
            List<Long> demands = new ArrayList<>();
            StepVerifier.create(
                            ReactorGuard.flux(breaker, () -> Flux.range(1, 5).doOnRequest(demands::add)), 0)
                    .thenRequest(2)
                    .expectNext(1, 2)
                    .thenRequest(3)
                    .expectNext(3, 4, 5)
                    .verifyComplete();
            assertThat(demands).containsExactly(2L, 3L);
        }
    }

    @Nested
    class BehindABulkhead {

        @Test
        void thePermitIsHeldUntilTheEndAndNotByTheAssembly() {
            Bulkhead bulkhead = bulkhead(Duration.ZERO);
            Sinks.One<String> sink = Sinks.one();
            Mono<String> guarded = ReactorGuard.mono(bulkhead, sink::asMono);
            assertThat(free(bulkhead)).isEqualTo(1);
            StepVerifier.create(guarded)
                    .then(() -> {
                        assertThat(free(bulkhead)).isZero();
                        StepVerifier.create(guarded).verifyError(BulkheadFullException.class);
                        sink.tryEmitValue("value").orThrow();
                    })
                    .expectNext("value")
                    .verifyComplete();
            assertThat(free(bulkhead)).isEqualTo(1);
        }

        @Test
        void aWaitingCallRunsWhenAnotherOneEndsAndNotOnItsThread() {
            Bulkhead bulkhead = bulkhead(Duration.ofMinutes(1));
            Permit other = bulkhead.acquire();
            List<Thread> threads = new ArrayList<>();
            StepVerifier.create(ReactorGuard.mono(bulkhead, () -> {
                        threads.add(Thread.currentThread());
                        return value();
                    }))
                    .then(() -> assertThat(calls).hasValue(0))
                    .then(other::release)
                    .expectNext("value")
                    .verifyComplete();
            assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
            assertThat(free(bulkhead)).isEqualTo(1);
        }

        @Test
        void aCallThatWaitsTooLongIsRefused() {
            Bulkhead bulkhead = bulkhead(Duration.ofMillis(1));
            Permit other = bulkhead.acquire();
            StepVerifier.create(ReactorGuard.flux(bulkhead, () -> value().flux()))
                    .verifyError(BulkheadFullException.class);
            assertThat(calls).hasValue(0);
            other.release();
            assertThat(free(bulkhead)).isEqualTo(1);
        }

        @Test
        void whoCancelsWhileWaitingLeavesTheQueue() {
            Bulkhead bulkhead = bulkhead(Duration.ofMinutes(1));
            Permit other = bulkhead.acquire();
            Disposable call = ReactorGuard.mono(bulkhead, AdmittedPublisherTest.this::value)
                    .subscribe();
            assertThat(bulkhead.snapshot().waitingCalls()).isEqualTo(1);
            call.dispose();
            assertThat(bulkhead.snapshot().waitingCalls()).isZero();
            other.release();
            assertThat(free(bulkhead)).isEqualTo(1);
            assertThat(calls).hasValue(0);
        }

        @Test
        void whoCancelsOnSubscriptionGivesThePermitBack() {
            Bulkhead bulkhead = bulkhead(Duration.ZERO);
            StepVerifier.create(ReactorGuard.mono(bulkhead, AdmittedPublisherTest.this::value))
                    .thenCancel()
                    .verify();
            ReactorGuard.mono(bulkhead, AdmittedPublisherTest.this::value)
                    .doOnSubscribe(org.reactivestreams.Subscription::cancel)
                    .subscribe();
            assertThat(free(bulkhead)).isEqualTo(1);
        }

        @Test
        void noPermitIsLostWhenTheSubscriberCancelsAtTheMomentOfTheGrant() throws Exception {
            Bulkhead bulkhead = bulkhead(Duration.ofMinutes(1));
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                CyclicBarrier start = new CyclicBarrier(2);
                for (int i = 0; i < 2_000; i++) {
                    Permit other = bulkhead.acquire();
                    Disposable call = ReactorGuard.mono(bulkhead, Mono::never).subscribe();
                    Future<?> grant = threads.submit(() -> {
                        start.await();
                        other.release();
                        return null;
                    });
                    Future<?> cancellation = threads.submit(() -> {
                        start.await();
                        call.dispose();
                        return null;
                    });
                    grant.get(10, TimeUnit.SECONDS);
                    cancellation.get(10, TimeUnit.SECONDS);
                    assertThat(free(bulkhead)).isEqualTo(1);
                }
            } finally {
                threads.shutdownNow();
            }
        }

        @Test
        void aSourceThatEndsTwiceGivesOnePermitBack() {
            Bulkhead bulkhead = bulkhead(Duration.ZERO);
            TestPublisher<String> source =
                    TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
            ReactorGuard.flux(bulkhead, source::flux).onErrorComplete().subscribe();
            source.error(new IOException());
            source.complete();
            assertThat(free(bulkhead)).isEqualTo(1);
        }
    }

    @Nested
    class BehindARateLimiter {

        @Test
        void permitsAreTakenAtSubscription() {
            RateLimiter limiter = RateLimiter.of(
                    "r",
                    RateLimiterConfig.builder()
                            .limitForPeriod(2)
                            .limitRefreshPeriod(Duration.ofHours(1))
                            .build());
            Mono<String> guarded = ReactorGuard.mono(limiter.taking(2), AdmittedPublisherTest.this::value);
            StepVerifier.create(guarded).expectNext("value").verifyComplete();
            StepVerifier.create(guarded).verifyError(RequestNotPermittedException.class);
            assertThat(calls).hasValue(1);
        }

        @Test
        void aCallThatWaitsForItsPermitDoesNotBlock() {
            RateLimiter limiter = RateLimiter.of(
                    "r",
                    RateLimiterConfig.builder()
                            .limitForPeriod(1)
                            .limitRefreshPeriod(Duration.ofMillis(20))
                            .timeoutDuration(Duration.ofSeconds(10))
                            .build());
            limiter.acquire();
            Disposable call = ReactorGuard.mono(limiter, AdmittedPublisherTest.this::value)
                    .subscribe();
            await().untilAsserted(() -> assertThat(call.isDisposed()).isTrue());
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void aPipelineGuardsFromTheOutside() {
        Bulkhead bulkhead = bulkhead(Duration.ZERO);
        CircuitBreaker breaker = CircuitBreaker.of("b", CircuitBreakerConfig.ofDefaults());
        bulkhead.acquire();
        Pipeline pipeline = Pipeline.of(breaker, bulkhead);
        StepVerifier.create(ReactorGuard.mono(pipeline, this::value)).verifyError(BulkheadFullException.class);
        StepVerifier.create(ReactorGuard.flux(pipeline, () -> value().flux())).verifyError(BulkheadFullException.class);
        assertThat(breaker.snapshot().failedCalls()).isEqualTo(2);
    }

    @Test
    void aThreadPoolGuardsNoPublisher() {
        try (ThreadPoolBulkhead pool = ThreadPoolBulkhead.of("pool", ThreadPoolBulkheadConfig.ofDefaults())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ReactorGuard.mono(pool, this::value))
                    .withMessageContaining("'pool' cannot guard a publisher");
            assertThatIllegalArgumentException().isThrownBy(() -> ReactorGuard.flux(pool, () -> value().flux()));
        }
    }

    @Test
    void aSourceThatThrowsWhenItIsCancelledKeepsNoPermit() {
        Bulkhead one = bulkhead(Duration.ZERO);
        Disposable call = ReactorGuard.flux(one, () -> Flux.from(subscriber -> subscriber.onSubscribe(new Wild())))
                .subscribe();
        assertThat(free(one)).isZero();
        assertThatIllegalStateException().isThrownBy(call::dispose);
        assertThat(free(one)).isEqualTo(1);
    }

    /** Against the rules: a cancellation must not throw. */
    private static final class Wild implements Subscription {

        @Override
        public void request(long elements) {}

        @Override
        public void cancel() {
            throw new IllegalStateException("wild");
        }
    }
}
