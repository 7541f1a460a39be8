package io.breaker.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.circuitbreaker.NoFallbackAvailableException;
import org.springframework.cloud.client.circuitbreaker.ReactiveCircuitBreaker;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class BreakerReactiveCircuitBreakerFactoryTest {

    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(
            CircuitBreakerConfig.builder().minimumNumberOfCalls(2).build());
    private final BreakerReactiveCircuitBreakerFactory factory =
            new BreakerReactiveCircuitBreakerFactory(registry, "known"::equals);
    private final ReactiveCircuitBreaker breaker = factory.create("stock");
    private final IllegalStateException down = new IllegalStateException("down");

    private CircuitBreakerSnapshot stock() {
        return registry.circuitBreaker("stock").snapshot();
    }

    @Test
    void itsBreakerIsInTheRegistryFromTheStart() {
        assertThat(registry.find("stock")).isPresent();
    }

    @Nested
    class AMono {

        @Test
        void isACallPerSubscription() {
            Mono<String> guarded = breaker.run(Mono.just("7"));
            assertThat(stock().bufferedCalls()).isZero();
            StepVerifier.create(guarded).expectNext("7").verifyComplete();
            StepVerifier.create(guarded).expectNext("7").verifyComplete();
            assertThat(stock().successfulCalls()).isEqualTo(2);
        }

        @Test
        void thatFailsHandsItsFallbackTheVeryExceptionThatItFailedWith() {
            StepVerifier.create(breaker.<Throwable>run(Mono.error(down), Mono::just))
                    .expectNextMatches(seen -> seen == down)
                    .verifyComplete();
            assertThat(stock().failedCalls()).isEqualTo(1);
        }

        @Test
        void thatIsRefusedIsNotSubscribedToAndHandsItsFallbackTheRefusal() {
            AtomicInteger subscriptions = new AtomicInteger();
            registry.circuitBreaker("stock").open();
            StepVerifier.create(breaker.<Object>run(
                            Mono.<Object>just("7").doOnSubscribe(s -> subscriptions.incrementAndGet()), Mono::just))
                    .expectNextMatches(CallNotPermittedException.class::isInstance)
                    .verifyComplete();
            assertThat(subscriptions).hasValue(0);
        }

        @Test
        void withoutFallbackEndsAsSpringCloudSays() {
            StepVerifier.create(breaker.run(Mono.error(down)))
                    .expectErrorMatches(
                            thrown -> thrown instanceof NoFallbackAvailableException && thrown.getCause() == down)
                    .verify();
        }

        @Test
        void goesToTheNewBreakerOnceTheOldOneIsRemoved() {
            Mono<String> guarded = breaker.run(Mono.just("7"), thrown -> Mono.just("refused"));
            registry.circuitBreaker("stock").forceOpen();
            StepVerifier.create(guarded).expectNext("refused").verifyComplete();
            registry.remove("stock");
            StepVerifier.create(guarded).expectNext("7").verifyComplete();
        }
    }

    @Nested
    class AFlux {

        @Test
        void isACallPerSubscription() {
            Flux<Integer> guarded = breaker.run(Flux.just(7, 8));
            StepVerifier.create(guarded).expectNext(7, 8).verifyComplete();
            assertThat(stock().successfulCalls()).isEqualTo(1);
        }

        @Test
        void thatFailsGoesOnWithItsFallback() {
            StepVerifier.create(breaker.run(Flux.just(7).concatWith(Mono.error(down)), thrown -> Flux.just(-1, -2)))
                    .expectNext(7, -1, -2)
                    .verifyComplete();
            assertThat(stock().failedCalls()).isEqualTo(1);
        }

        @Test
        void thatIsRefusedIsNotSubscribedTo() {
            AtomicInteger subscriptions = new AtomicInteger();
            registry.circuitBreaker("stock").open();
            StepVerifier.create(breaker.run(Flux.just(7).doOnSubscribe(s -> subscriptions.incrementAndGet())))
                    .expectErrorMatches(thrown -> thrown.getCause() instanceof CallNotPermittedException)
                    .verify();
            assertThat(subscriptions).hasValue(0);
        }
    }

    @Nested
    class Configuring {

        @Test
        void meansTheBreakerOfTheRegistryAndKeepsItsState() {
            registry.circuitBreaker("stock").open();
            factory.configure(stock -> stock.circuitBreaker().failureRateThreshold(10), "stock");
            assertThat(registry.circuitBreaker("stock").config().failureRateThreshold())
                    .isEqualTo(10);
            assertThat(registry.circuitBreaker("stock").config().minimumNumberOfCalls())
                    .isEqualTo(2);
            assertThat(registry.circuitBreaker("stock").state()).isEqualTo(State.OPEN);
        }

        @Test
        void byDefaultIsForBreakersThatNobodyKnowsByName() {
            factory.configureDefault(
                    id -> CircuitBreakerConfig.builder().slidingWindowSize(9).build());
            factory.create("new");
            factory.create("of-a-group", "stock");
            assertThat(registry.circuitBreaker("new").config().slidingWindowSize())
                    .isEqualTo(9);
            assertThat(registry.circuitBreaker("of-a-group").config())
                    .isEqualTo(registry.circuitBreaker("stock").config());
        }
    }
}
