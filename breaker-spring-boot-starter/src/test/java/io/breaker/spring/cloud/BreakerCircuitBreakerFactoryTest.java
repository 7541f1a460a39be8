package io.breaker.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.circuitbreaker.CircuitBreaker;
import org.springframework.cloud.client.circuitbreaker.NoFallbackAvailableException;

class BreakerCircuitBreakerFactoryTest {

    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(
            CircuitBreakerConfig.builder().minimumNumberOfCalls(2).build());
    private final BreakerCircuitBreakerFactory factory = new BreakerCircuitBreakerFactory(registry, "known"::equals);

    private static String fail(RuntimeException thrown) {
        throw thrown;
    }

    @Nested
    class ACall {

        private final CircuitBreaker breaker = factory.create("stock");

        @Test
        void returnsWhatItsBodyReturns() {
            assertThat(breaker.run(() -> "7", thrown -> "none")).isEqualTo("7");
            assertThat(registry.circuitBreaker("stock").snapshot().successfulCalls())
                    .isEqualTo(1);
        }

        @Test
        void runsOnTheThreadThatMakesIt() {
            assertThat(breaker.run(Thread::currentThread, thrown -> null)).isSameAs(Thread.currentThread());
        }

        @Test
        void handsItsFallbackTheVeryExceptionThatWasThrown() {
            IllegalStateException down = new IllegalStateException("down");
            AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
            assertThat(breaker.run(() -> fail(down), thrown -> {
                        seen.set(thrown);
                        return "fallback";
                    }))
                    .isEqualTo("fallback");
            assertThat(seen.get()).isSameAs(down);
            assertThat(registry.circuitBreaker("stock").snapshot().failedCalls())
                    .isEqualTo(1);
        }

        @Test
        void handsItsFallbackAnErrorToo() {
            StackOverflowError deep = new StackOverflowError();
            assertThat(breaker.<Throwable>run(
                            () -> {
                                throw deep;
                            },
                            thrown -> thrown))
                    .isSameAs(deep);
        }

        @Test
        void thatIsRefusedHandsItsFallbackTheRefusalAndDoesNotRun() {
            registry.circuitBreaker("stock").open();
            List<String> ran = new ArrayList<>();
            Object answer = breaker.<Object>run(() -> ran.add("body"), thrown -> thrown);
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            CallNotPermittedException.class,
                            refused -> assertThat(refused.getMessage()).contains("stock"));
            assertThat(ran).isEmpty();
        }

        @Test
        void withoutFallbackEndsAsSpringCloudSays() {
            IllegalStateException down = new IllegalStateException("down");
            assertThatThrownBy(() -> breaker.run(() -> fail(down)))
                    .isInstanceOf(NoFallbackAvailableException.class)
                    .hasCause(down);
        }

        @Test
        void lendsTheExceptionOfItsFallbackNoWrapper() {
            IllegalArgumentException own = new IllegalArgumentException("fallback");
            assertThatThrownBy(() -> breaker.run(() -> fail(new IllegalStateException("down")), thrown -> fail(own)))
                    .isSameAs(own);
            assertThat(registry.circuitBreaker("stock").snapshot().bufferedCalls())
                    .isEqualTo(1);
        }

        @Test
        void goesToTheNewBreakerOnceTheOldOneIsRemoved() {
            io.breaker.circuitbreaker.CircuitBreaker old = registry.circuitBreaker("stock");
            old.forceOpen();
            registry.remove("stock");
            assertThat(breaker.run(() -> "7", thrown -> "refused")).isEqualTo("7");
            assertThat(registry.circuitBreaker("stock")).isNotSameAs(old);
        }
    }

    @Nested
    class Configuring {

        @Test
        void meansTheBreakerOfTheRegistryAndKeepsItsStateAndCalls() {
            io.breaker.circuitbreaker.CircuitBreaker breaker = registry.circuitBreaker("stock");
            breaker.call(() -> "recorded");
            breaker.open();
            factory.configure(stock -> stock.circuitBreaker().failureRateThreshold(10), "stock");
            assertThat(breaker.config().failureRateThreshold()).isEqualTo(10);
            assertThat(breaker.config().minimumNumberOfCalls()).isEqualTo(2);
            assertThat(breaker.state()).isEqualTo(State.OPEN);
        }

        @Test
        void coversAllIdsAndNoOthers() {
            factory.configure(
                    each -> each.circuitBreaker().slidingWindowSize(each.id().length() * 10), "abc", "abcde");
            factory.create("abc");
            factory.create("other");
            assertThat(registry.circuitBreaker("abc").config().slidingWindowSize())
                    .isEqualTo(30);
            assertThat(registry.circuitBreaker("abcde").config().slidingWindowSize())
                    .isEqualTo(50);
            assertThat(registry.circuitBreaker("other").config().slidingWindowSize())
                    .isEqualTo(100);
        }

        @Test
        void twiceAddsUp() {
            factory.configure(stock -> stock.circuitBreaker().failureRateThreshold(10), "stock");
            factory.configure(stock -> stock.circuitBreaker().slidingWindowSize(20), "stock");
            CircuitBreakerConfig config = registry.circuitBreaker("stock").config();
            assertThat(config.failureRateThreshold()).isEqualTo(10);
            assertThat(config.slidingWindowSize()).isEqualTo(20);
        }

        @Test
        void isStillThereWhenARemovedBreakerComesBack() {
            factory.configure(stock -> stock.circuitBreaker().failureRateThreshold(10), "stock");
            registry.remove("stock");
            factory.create("stock");
            assertThat(registry.circuitBreaker("stock").config().failureRateThreshold())
                    .isEqualTo(10);
        }

        @Test
        void anotherInitialStatePutsTheBreakerIntoIt() {
            factory.configure(stock -> stock.circuitBreaker().initialState(State.DISABLED), "stock");
            assertThat(registry.circuitBreaker("stock").state()).isEqualTo(State.DISABLED);
        }

        @Test
        void withValuesThatDoNotFitFailsAndChangesNothing() {
            CircuitBreakerConfig before = registry.circuitBreaker("stock").config();
            assertThatThrownBy(() ->
                            factory.configure(stock -> stock.circuitBreaker().failureRateThreshold(0), "stock"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("failureRateThreshold");
            assertThat(registry.circuitBreaker("stock").config()).isSameAs(before);
        }
    }

    @Nested
    class Defaults {

        @Test
        void leaveABreakerAloneThatTheRegistryHasAConfigurationFor() {
            factory.configureDefault(
                    id -> CircuitBreakerConfig.builder().slidingWindowSize(7).build());
            factory.create("stock");
            factory.create("known", "stock");
            assertThat(registry.circuitBreaker("known").config().slidingWindowSize())
                    .isEqualTo(100);
        }

        @Test
        void areForBreakersThatNobodyKnowsByName() {
            registry.circuitBreaker("made");
            factory.configure(each -> each.circuitBreaker().failureRateThreshold(10), "configured");
            factory.configureDefault(id -> CircuitBreakerConfig.builder()
                    .slidingWindowSize(id.length())
                    .minimumNumberOfCalls(1)
                    .build());
            factory.create("made");
            factory.create("configured");
            factory.create("new");
            assertThat(registry.circuitBreaker("made").config().slidingWindowSize())
                    .isEqualTo(100);
            assertThat(registry.circuitBreaker("configured").config().slidingWindowSize())
                    .isEqualTo(100);
            assertThat(registry.circuitBreaker("new").config().slidingWindowSize())
                    .isEqualTo(3);
        }
    }

    @Nested
    class AGroup {

        @Test
        void lendsItsConfigurationToBreakersThatHaveNoneOfTheirOwn() {
            factory.configure(each -> each.circuitBreaker().failureRateThreshold(10), "stock");
            factory.configure(each -> each.circuitBreaker().failureRateThreshold(20), "stock-find");
            factory.create("stock-find", "stock");
            factory.create("stock-count", "stock");
            factory.create("payment", "payments");
            assertThat(registry.circuitBreaker("stock-find").config().failureRateThreshold())
                    .isEqualTo(20);
            assertThat(registry.circuitBreaker("stock-count").config().failureRateThreshold())
                    .isEqualTo(10);
            assertThat(registry.circuitBreaker("payment").config().failureRateThreshold())
                    .isEqualTo(50);
        }

        @Test
        void sharesNoStateWithItsBreakers() {
            CircuitBreaker find = factory.create("stock-find", "stock");
            registry.circuitBreaker("stock").open();
            assertThat(find.run(() -> "7", thrown -> "refused")).isEqualTo("7");
        }
    }
}
