package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.breaker.annotation.Bulkhead;
import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.RateLimiter;
import io.breaker.annotation.TimeLimiter;
import io.breaker.spring.config.Problem;
import io.breaker.spring.config.StartupReport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import kotlin.coroutines.Continuation;
import kotlinx.coroutines.flow.Flow;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@SuppressWarnings("unused") // fallbacks are called by name
class ReturnTypeRulesTest {

    private static StartupReport inspect(Class<?> bean) {
        return AnnotationInspectorTest.inspect(AopTestConfiguration.context(bean));
    }

    private static ListAssert<String> told(List<Problem> problems) {
        return assertThat(problems.stream()
                .map(problem -> problem.message() + " -> " + problem.action())
                .toList());
    }

    static class Pools {
        @Bulkhead(name = "a", type = Bulkhead.Type.THREAD_POOL)
        public Mono<String> find() {
            return Mono.empty();
        }
    }

    @Test
    void aThreadPoolForAPublisherIsRefused() {
        told(inspect(Pools.class).errors())
                .singleElement()
                .asString()
                .contains("Pools.find(): returns Mono, and its work runs on threads of its own", "type = SEMAPHORE");
    }

    @Bulkhead(name = "a", type = Bulkhead.Type.THREAD_POOL)
    static class MostlyPools {
        public String find() {
            return "";
        }

        @Bulkhead(name = "b")
        public Mono<String> later() {
            return Mono.empty();
        }
    }

    @Test
    void theTypeOnTheMethodWins() {
        assertThat(inspect(MostlyPools.class).errors()).isEmpty();
    }

    static class Mixed {
        @CircuitBreaker(name = "a", fallbackMethod = "blocking")
        public Mono<String> later(String key) {
            return Mono.empty();
        }

        private String blocking(String key, Throwable thrown) {
            return "";
        }

        @CircuitBreaker(name = "a", fallbackMethod = "reactive")
        public Object now(String key) {
            return "";
        }

        private Mono<String> reactive(String key, Throwable thrown) {
            return Mono.empty();
        }

        @CircuitBreaker(name = "a", fallbackMethod = "stage")
        public void nothing() {}

        private CompletableFuture<Void> stage(Throwable thrown) {
            return CompletableFuture.completedFuture(null);
        }

        @CircuitBreaker(name = "a", fallbackMethod = "one")
        public Flux<String> many() {
            return Flux.empty();
        }

        private Mono<String> one(Throwable thrown) {
            return Mono.empty();
        }
    }

    @Test
    void aFallbackEndsAsItsMethodDoes() {
        told(inspect(Mixed.class).errors())
                .satisfiesExactlyInAnyOrder(
                        e -> assertThat(e)
                                .contains(
                                        "Mixed.later(String): its fallback blocking(String, Throwable) does not fit",
                                        "returns String, which must be Mono<String> or a narrower type",
                                        "Declare \"private Mono<String> blocking(String key, Throwable thrown)\""),
                        e -> assertThat(e)
                                .contains("Mixed.now(String)", "it returns Mono<String> before its work is done"),
                        e -> assertThat(e)
                                .contains("Mixed.nothing()", "returns CompletableFuture<Void> before its work is done"),
                        e -> assertThat(e)
                                .contains("Mixed.many()", "returns Mono<String>, which must be Flux<String>"));
    }

    static class Narrow {
        @CircuitBreaker(name = "a")
        public ConnectableFlux<String> find() {
            return Flux.just("").publish();
        }
    }

    @Test
    void aTypeThatCannotHoldAGuardedPublisherIsRefused() {
        told(inspect(Narrow.class).errors())
                .singleElement()
                .asString()
                .contains("returns ConnectableFlux, which cannot hold the Flux", "Declare Flux as its return type");
    }

    static class Greedy {
        @RateLimiter(name = "a", permits = 1_000)
        public String find() {
            return "";
        }
    }

    @Test
    void morePermitsThanThereEverAreAreRefused() {
        told(inspect(Greedy.class).errors())
                .singleElement()
                .asString()
                .contains("Greedy.find()", "takes 1000 permits", "limitForPeriod, 50");
    }

    static class Blocking {
        @TimeLimiter(name = "a")
        public String surprising() {
            return "";
        }

        @TimeLimiter(name = "a")
        public String declared() throws TimeoutException {
            return "";
        }

        @TimeLimiter(name = "a", fallbackMethod = "late")
        public String answered() {
            return "";
        }

        private String late(TimeoutException late) {
            return "";
        }

        @TimeLimiter(name = "a")
        public Mono<String> reactive() {
            return Mono.empty();
        }
    }

    @Test
    void aBlockingMethodThatDoesNotDeclareItsTimeoutIsWarnedOf() {
        StartupReport report = inspect(Blocking.class);
        assertThat(report.errors()).isEmpty();
        told(report.warnings())
                .singleElement()
                .asString()
                .contains("Blocking.surprising()", "UndeclaredThrowableException", "throws TimeoutException");
    }

    static class Flows {
        @CircuitBreaker(name = "a")
        public Flow<String> find() {
            throw new AssertionError("not called");
        }

        /** As the Kotlin compiler writes {@code suspend fun later(): Flow<String>}. */
        @CircuitBreaker(name = "a")
        public Object later(Continuation<? super Flow<String>> rest) {
            return rest;
        }
    }

    @Test
    void aFlowWithoutWhatGuardsItIsRefused() {
        told(inspect(Flows.class).errors())
                .satisfiesExactlyInAnyOrder(
                        e -> assertThat(e)
                                .contains(
                                        "Flows.find(): returns Flow before its work is done",
                                        "not on the class path -> Add io.breaker:breaker-kotlin."),
                        e -> assertThat(e).contains("Flows.later()", "Drop suspend"));
    }

    @Test
    void aFlowOfABeanThatWasNotKnownAtStartupIsRefusedWhenItIsCalled() throws Exception {
        GuardedMethod find = new GuardedMethod(Flows.class.getMethod("find"), Flows.class, List.of());
        assertThatIllegalStateException()
                .isThrownBy(() -> ReturnAdapter.of(find))
                .withMessageContaining("not on the class path. Add io.breaker:breaker-kotlin.");
    }
}
