package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.annotation.TimeLimiter;
import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import io.breaker.retry.RetryRegistry;
import io.breaker.timelimiter.TimeLimiterConfig;
import io.breaker.timelimiter.TimeLimiterRegistry;
import io.reactivex.rxjava3.core.Single;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;
import org.reactivestreams.FlowAdapters;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.test.util.AopTestUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

@SuppressWarnings("unused") // fallbacks are called by name
class ReactiveGuardTest {

    static class Shop {
        final AtomicInteger calls = new AtomicInteger();
        final List<String> answered = new CopyOnWriteArrayList<>();

        @CircuitBreaker(name = "shop", fallbackMethod = "answer")
        public Mono<String> find(String key) {
            calls.incrementAndGet();
            return switch (key) {
                case "io" -> Mono.error(new IOException());
                case "throws" -> throw new IllegalArgumentException();
                case "never" -> Mono.never();
                default -> Mono.just(key);
            };
        }

        private Mono<String> answer(String key, IOException thrown) {
            answered.add("io");
            return Mono.just("instead of " + key);
        }

        private Mono<String> answer(CallNotPermittedException open) throws IOException {
            answered.add("open");
            throw new IOException("the fallback's", open);
        }

        private Mono<String> answer(IllegalArgumentException thrown) {
            answered.add("argument");
            return Mono.error(thrown);
        }

        @CircuitBreaker(name = "shop", fallbackMethod = "some")
        public Flux<String> all() {
            calls.incrementAndGet();
            return Flux.concat(Flux.just("first"), Flux.error(new IOException()));
        }

        private Flux<String> some(IOException thrown) {
            return Flux.just("instead");
        }

        @CircuitBreaker(name = "shop", fallbackMethod = "one")
        public Single<String> single() {
            return Single.error(new IOException());
        }

        private Single<String> one(Throwable thrown) {
            return Single.just("instead");
        }

        @CircuitBreaker(name = "shop")
        public Flow.Publisher<String> flow() {
            return FlowAdapters.toFlowPublisher(Flux.just("flow"));
        }

        @Retry(name = "shop")
        @CircuitBreaker(name = "shop")
        public Mono<Integer> third() {
            int call = calls.incrementAndGet();
            return call % 3 == 0 ? Mono.just(call) : Mono.error(new IOException());
        }
    }

    interface Use {
        void accept(AssertableApplicationContext context, Shop bean, Shop target) throws Exception;
    }

    private static void run(Use use, Class<?>... more) {
        AopTestConfiguration.context(Shop.class).withUserConfiguration(more).run(context -> {
            assertThat(context).hasNotFailed();
            Shop bean = context.getBean(Shop.class);
            use.accept(context, bean, AopTestUtils.getTargetObject(bean));
        });
    }

    private static CircuitBreakerSnapshot snapshot(AssertableApplicationContext context) {
        return context.getBean(CircuitBreakerRegistry.class)
                .circuitBreaker("shop")
                .snapshot();
    }

    @Test
    void theMethodIsCalledForEachSubscriberAndForNobodyElse() {
        run((context, bean, target) -> {
            Mono<String> found = bean.find("key");
            assertThat(target.calls).hasValue(0);
            assertThat(found.block()).isEqualTo("key");
            assertThat(found.block()).isEqualTo("key");
            assertThat(target.calls).hasValue(2);
            assertThat(snapshot(context).bufferedCalls()).isEqualTo(2);
        });
    }

    @Test
    void failuresGoToTheFallback() {
        run((context, bean, target) -> {
            assertThat(bean.find("io").block()).isEqualTo("instead of io");
            assertThat(bean.single().blockingGet()).isEqualTo("instead");
            assertThat(bean.all().collectList().block()).containsExactly("first", "instead");
            assertThat(snapshot(context).failedCalls()).isEqualTo(3);
        });
    }

    @Test
    void whatTheMethodThrowsGoesToTheFallbackWhoseOwnErrorStays() {
        run((context, bean, target) -> {
            StepVerifier.create(bean.find("throws")).verifyError(IllegalArgumentException.class);
            assertThat(target.answered).containsExactly("argument");
            assertThat(snapshot(context).failedCalls()).isEqualTo(1);
        });
    }

    @Test
    void whatTheFallbackThrowsIsTheEnd() {
        run((context, bean, target) -> {
            context.getBean(CircuitBreakerRegistry.class).circuitBreaker("shop").forceOpen();
            StepVerifier.create(bean.find("key")).verifyErrorMessage("the fallback's");
            assertThat(target.answered).containsExactly("open");
            assertThat(target.calls).hasValue(0);
        });
    }

    @Test
    void cancellingAsksNoFallback() {
        run((context, bean, target) -> {
            bean.find("never").subscribe().dispose();
            assertThat(target.answered).isEmpty();
            assertThat(snapshot(context).callsInFlight()).isZero();
        });
    }

    @Test
    void publishersOfTheJdkAreGuardedToo() {
        run((context, bean, target) -> {
            assertThat(Flux.from(FlowAdapters.toPublisher(bean.flow())).blockFirst())
                    .isEqualTo("flow");
            assertThat(snapshot(context).bufferedCalls()).isEqualTo(1);
        });
    }

    @Aspect
    @Order(Ordered.LOWEST_PRECEDENCE)
    static class Innermost {
        final AtomicInteger runs = new AtomicInteger();

        @Before("execution(* io.breaker.spring.aop.ReactiveGuardTest.Shop.*(..))")
        void before() {
            runs.incrementAndGet();
        }
    }

    @Test
    void eachAttemptOfEachSubscriberRunsWhatIsFurtherIn() {
        run(
                (context, bean, target) -> {
                    Mono<Integer> third = bean.third();
                    assertThat(third.block()).isEqualTo(3);
                    assertThat(third.block()).isEqualTo(6);
                    assertThat(snapshot(context).failedCalls()).isEqualTo(4);
                    assertThat(snapshot(context).bufferedCalls()).isEqualTo(6);
                    assertThat(context.getBean(Innermost.class).runs).hasValue(6);
                    assertThat(context.getBean(RetryRegistry.class)
                                    .retry("shop")
                                    .snapshot()
                                    .successfulWithRetry())
                            .isEqualTo(2);
                },
                Innermost.class);
    }

    @Test
    void manySubscribersAtOnceHaveACallEach() {
        run(
                (context, bean, target) -> {
                    Mono<String> found = bean.find("key");
                    List<String> all = Flux.range(0, 200)
                            .flatMap(i -> found.subscribeOn(Schedulers.boundedElastic()), 8)
                            .collectList()
                            .block();
                    assertThat(all).hasSize(200);
                    assertThat(target.calls).hasValue(200);
                    assertThat(context.getBean(Innermost.class).runs).hasValue(200);
                },
                Innermost.class);
    }

    static class Slow {
        final AtomicInteger calls = new AtomicInteger();

        @Retry(name = "slow")
        @CircuitBreaker(name = "slow")
        @TimeLimiter(name = "slow", fallbackMethod = "late")
        public String answered() throws InterruptedException {
            return hang();
        }

        private String late(TimeoutException late) {
            return "late";
        }

        @TimeLimiter(name = "slow")
        public String unanswered() throws InterruptedException {
            return hang();
        }

        private String hang() throws InterruptedException {
            calls.incrementAndGet();
            new CountDownLatch(1).await();
            return "";
        }
    }

    @Test
    void aTimeoutThatTheMethodDoesNotDeclareIsWrappedForCallersAndNotForItsOtherGuards() {
        AopTestConfiguration.context(Slow.class).run(context -> {
            context.getBean(TimeLimiterRegistry.class)
                    .timeLimiter("slow")
                    .reconfigure(TimeLimiterConfig.builder()
                            .timeoutDuration(Duration.ofMillis(10))
                            .build());
            context.getBean(CircuitBreakerRegistry.class)
                    .circuitBreaker("slow")
                    .reconfigure(io.breaker.circuitbreaker.CircuitBreakerConfig.builder()
                            .ignoreExceptions(List.of(TimeoutException.class))
                            .build());
            Slow bean = context.getBean(Slow.class);
            assertThat(bean.answered()).isEqualTo("late");
            assertThat(AopTestUtils.<Slow>getTargetObject(bean).calls).hasValue(3);
            assertThat(context.getBean(CircuitBreakerRegistry.class)
                            .circuitBreaker("slow")
                            .snapshot()
                            .bufferedCalls())
                    .isZero();
            assertThatThrownBy(bean::unanswered)
                    .isInstanceOf(UndeclaredThrowableException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        });
    }
}
