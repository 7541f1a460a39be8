package io.breaker.spring.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.annotation.Bulkhead;
import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.RateLimiter;
import io.breaker.annotation.Retry;
import io.breaker.annotation.TimeLimiter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.Advised;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.annotation.Transactional;

/** In which order the interceptors stand when a method has all annotations there are. */
class ChainTest {

    @Test
    void asyncAndSpringsOwnResilienceStandOutsideAndTransactionsAndCachesInside() {
        Neighbourhood.application()
                .withUserConfiguration(Everything.class)
                .withBean(Service.class)
                .run(context -> assertThat(chain(context.getBean(Service.class)))
                        .containsExactly(
                                "AnnotationAsyncExecutionInterceptor",
                                "ConcurrencyLimitInterceptor",
                                "RetryAnnotationInterceptor",
                                "FallbackInterceptor",
                                "PolicyInterceptor", // retry
                                "PolicyInterceptor", // circuit breaker
                                "PolicyInterceptor", // rate limiter
                                "PolicyInterceptor", // time limiter
                                "PolicyInterceptor", // bulkhead
                                "CacheInterceptor",
                                "TransactionInterceptor"));
    }

    private static List<String> chain(Object bean) {
        return Arrays.stream(((Advised) bean).getAdvisors())
                .map(advisor -> advisor.getAdvice().getClass().getSimpleName())
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    @EnableCaching
    @EnableResilientMethods
    static class Everything {}

    static class Service {
        @Async
        @Transactional
        @Cacheable("stock")
        @Retryable
        @ConcurrencyLimit(1)
        @Retry(name = "stock")
        @CircuitBreaker(name = "stock", fallbackMethod = "none")
        @RateLimiter(name = "stock")
        @TimeLimiter(name = "stock")
        @Bulkhead(name = "stock")
        public CompletableFuture<String> find() {
            return CompletableFuture.completedFuture("7");
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by name
        private CompletableFuture<String> none() {
            return CompletableFuture.completedFuture("none");
        }
    }
}
