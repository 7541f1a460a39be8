package io.breaker.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.retry.RetryConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

    private static final class Everything implements Predicate<Throwable> {
        @Override
        public boolean test(Throwable thrown) {
            return true;
        }
    }
}
