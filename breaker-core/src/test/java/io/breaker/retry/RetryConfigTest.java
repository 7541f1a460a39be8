package io.breaker.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.breaker.BuilderFields;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetryConfigTest {

    @Test
    void everyBuilderFieldSurvivesToBuilderAndHasAnAccessor() throws ReflectiveOperationException {
        RetryConfig.Builder original = RetryConfig.builder();
        BuilderFields.setAll(original);
        RetryConfig config = original.build();
        RetryConfig.Builder copy = config.toBuilder();

        for (Field field : BuilderFields.of(RetryConfig.Builder.class)) {
            assertThat(field.get(copy)).as(field.getName()).isEqualTo(field.get(original));
            assertThat(BuilderFields.read(config, field)).as(field.getName()).isEqualTo(field.get(original));
        }
    }

    @Test
    void hasTheDocumentedDefaults() {
        RetryConfig config = RetryConfig.ofDefaults();

        assertThat(config.maxAttempts()).isEqualTo(3);
        assertThat(config.waitDuration()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.enableExponentialBackoff()).isFalse();
        assertThat(config.exponentialBackoffMultiplier()).isEqualTo(1.5);
        assertThat(config.exponentialMaxWaitDuration()).isNull();
        assertThat(config.enableRandomizedWait()).isFalse();
        assertThat(config.randomizedWaitFactor()).isEqualTo(0.5);
        assertThat(config.failAfterMaxAttempts()).isFalse();
        assertThat(config.maxDuration()).isZero();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(b -> b.maxAttempts(0), "maxAttempts is 0: must be at least 1"),
                mistake(
                        b -> b.waitDuration(Duration.ofNanos(-1)),
                        "waitDuration is PT-0.000000001S: must not be negative"),
                mistake(
                        b -> b.exponentialBackoffMultiplier(Double.POSITIVE_INFINITY),
                        "exponentialBackoffMultiplier is Infinity: must be at least 1"),
                mistake(
                        b -> b.exponentialMaxWaitDuration(Duration.ZERO),
                        "exponentialMaxWaitDuration is PT0S: must be longer than 0"),
                mistake(
                        b -> b.randomizedWaitFactor(1.5),
                        "randomizedWaitFactor is 1.5: must be at least 0 and below 1"),
                mistake(b -> b.maxDuration(Duration.ofSeconds(-1)), "maxDuration is PT-1S: must not be negative"));
    }

    private static Arguments mistake(Consumer<RetryConfig.Builder> mistake, String message) {
        return Arguments.of(mistake, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void aValueOutOfRangeIsRefusedWithItsRule(Consumer<RetryConfig.Builder> mistake, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mistake.accept(RetryConfig.builder()))
                .withMessage(message);
    }

    @Test
    void aLimitOfTheWaitsCanBeTakenBack() {
        RetryConfig config = RetryConfig.builder()
                .exponentialMaxWaitDuration(Duration.ofSeconds(1))
                .exponentialMaxWaitDuration(null)
                .build();

        assertThat(config.exponentialMaxWaitDuration()).isNull();
    }
}
