package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.retry.RetryConfig;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigFieldsTest {

    @Test
    void showsEveryValueOfABreakersConfigurationUnderItsAccessorsName() {
        assertThat(ConfigFields.of(CircuitBreakerConfig.ofDefaults()).keySet())
                .containsExactlyInAnyOrderElementsOf(accessors(CircuitBreakerConfig.class));
    }

    @Test
    void showsEveryValueOfARetrysConfigurationUnderItsAccessorsName() {
        assertThat(ConfigFields.of(RetryConfig.ofDefaults()).keySet())
                .containsExactlyInAnyOrderElementsOf(accessors(RetryConfig.class));
    }

    @Test
    void showsEveryValueOfTheOtherConfigurationsUnderItsAccessorsName() {
        assertThat(ConfigFields.of(RateLimiterConfig.ofDefaults()).keySet())
                .containsExactlyInAnyOrderElementsOf(accessors(RateLimiterConfig.class));
        assertThat(ConfigFields.of(TimeLimiterConfig.ofDefaults()).keySet())
                .containsExactlyInAnyOrderElementsOf(accessors(TimeLimiterConfig.class));
        assertThat(ConfigFields.of(BulkheadConfig.ofDefaults()).keySet())
                .containsExactlyInAnyOrderElementsOf(accessors(BulkheadConfig.class));
        assertThat(ConfigFields.of(ThreadPoolBulkheadConfig.ofDefaults()).keySet())
                .containsExactlyInAnyOrderElementsOf(accessors(ThreadPoolBulkheadConfig.class));
    }

    @Test
    void eachFieldOfTheOtherConfigurationsShowsItsOwnValue() {
        assertThat(ConfigFields.of(RateLimiterConfig.builder()
                        .limitForPeriod(7)
                        .limitRefreshPeriod(Duration.ofMillis(1))
                        .timeoutDuration(Duration.ofMillis(2))
                        .build()))
                .isEqualTo(
                        Map.of("limitForPeriod", 7, "limitRefreshPeriod", "PT0.001S", "timeoutDuration", "PT0.002S"));
        assertThat(ConfigFields.of(TimeLimiterConfig.builder()
                        .timeoutDuration(Duration.ofMillis(3))
                        .cancelRunningFuture(false)
                        .build()))
                .isEqualTo(Map.of("timeoutDuration", "PT0.003S", "cancelRunningFuture", false));
        assertThat(ConfigFields.of(BulkheadConfig.builder()
                        .maxConcurrentCalls(8)
                        .maxWaitDuration(Duration.ofMillis(4))
                        .fairCallHandlingEnabled(false)
                        .build()))
                .isEqualTo(Map.of(
                        "maxConcurrentCalls", 8, "maxWaitDuration", "PT0.004S", "fairCallHandlingEnabled", false));
        assertThat(ConfigFields.of(ThreadPoolBulkheadConfig.builder()
                        .coreThreadPoolSize(2)
                        .maxThreadPoolSize(3)
                        .queueCapacity(4)
                        .keepAliveDuration(Duration.ofMillis(5))
                        .taskDecorator(new AsItIs())
                        .build()))
                .isEqualTo(Map.of(
                        "coreThreadPoolSize",
                        2,
                        "maxThreadPoolSize",
                        3,
                        "queueCapacity",
                        4,
                        "keepAliveDuration",
                        "PT0.005S",
                        "virtualThreadsEnabled",
                        false,
                        "taskDecorator",
                        AsItIs.class.getName()));
    }

    @Test
    void aLambdaIsShownWithoutItsAddress() {
        Function<Throwable, @Nullable Duration> lambda = thrown -> null;

        assertThat(lambda.getClass().getName()).contains("/0x");
        assertThat(ConfigFields.of(
                                RetryConfig.builder().retryAfterFunction(lambda).build())
                        .get("retryAfterFunction"))
                .asString()
                .startsWith(ConfigFieldsTest.class.getName())
                .doesNotContain("/");
    }

    @Test
    void showsDurationsClassesAndPredicatesAsText() {
        CircuitBreakerConfig config = CircuitBreakerConfig.builder()
                .slowCallDurationThreshold(Duration.ofMillis(200))
                .ignoreExceptions(IOException.class)
                .recordFailurePredicate(new Everything())
                .build();

        assertThat(ConfigFields.of(config))
                .containsEntry("slowCallDurationThreshold", "PT0.2S")
                .containsEntry("ignoreExceptions", List.of("java.io.IOException"))
                .containsEntry("recordFailurePredicate", Everything.class.getName())
                .containsEntry("ignoreExceptionPredicate", null)
                .containsEntry("slidingWindowType", "COUNT_BASED")
                .containsEntry("failureRateThreshold", 50.0);
    }

    @Test
    void eachFieldShowsItsOwnValue() {
        assertThat(ConfigFields.of(RetryConfig.builder()
                        .maxAttempts(7)
                        .waitDuration(Duration.ofMillis(1))
                        .exponentialMaxWaitDuration(Duration.ofMillis(2))
                        .maxDuration(Duration.ofMillis(3))
                        .exponentialBackoffMultiplier(4)
                        .randomizedWaitFactor(0.25)
                        .build()))
                .containsEntry("maxAttempts", 7)
                .containsEntry("waitDuration", "PT0.001S")
                .containsEntry("exponentialMaxWaitDuration", "PT0.002S")
                .containsEntry("maxDuration", "PT0.003S")
                .containsEntry("exponentialBackoffMultiplier", 4.0)
                .containsEntry("randomizedWaitFactor", 0.25);
    }

    private static Set<String> accessors(Class<?> config) {
        return Arrays.stream(config.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getParameterCount() == 0 && !method.isSynthetic())
                .map(Method::getName)
                .filter(name -> !name.equals("toBuilder"))
                .collect(Collectors.toSet());
    }

    private static final class AsItIs implements UnaryOperator<Runnable> {
        @Override
        public Runnable apply(Runnable task) {
            return task;
        }
    }

    private static final class Everything implements Predicate<Throwable> {
        @Override
        public boolean test(Throwable thrown) {
            return true;
        }
    }
}
