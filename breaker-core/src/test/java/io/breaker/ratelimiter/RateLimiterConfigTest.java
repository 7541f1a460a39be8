package io.breaker.ratelimiter;

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

class RateLimiterConfigTest {

    @Test
    void everyBuilderFieldSurvivesToBuilderAndHasAnAccessor() throws ReflectiveOperationException {
        RateLimiterConfig.Builder original = RateLimiterConfig.builder();
        BuilderFields.setAll(original);
        RateLimiterConfig config = original.build();
        RateLimiterConfig.Builder copy = config.toBuilder();

        for (Field field : BuilderFields.of(RateLimiterConfig.Builder.class)) {
            assertThat(field.get(copy)).as(field.getName()).isEqualTo(field.get(original));
            assertThat(BuilderFields.read(config, field)).as(field.getName()).isEqualTo(field.get(original));
        }
    }

    @Test
    void hasTheDocumentedDefaults() {
        RateLimiterConfig config = RateLimiterConfig.ofDefaults();

        assertThat(config.limitForPeriod()).isEqualTo(50);
        assertThat(config.limitRefreshPeriod()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.timeoutDuration()).isZero();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(b -> b.limitForPeriod(0), "limitForPeriod is 0: must be at least 1"),
                mistake(b -> b.limitRefreshPeriod(Duration.ZERO), "limitRefreshPeriod is PT0S: must be longer than 0"),
                mistake(
                        b -> b.timeoutDuration(Duration.ofSeconds(-1)),
                        "timeoutDuration is PT-1S: must not be negative"),
                mistake(
                        b -> b.limitForPeriod(1_001)
                                .limitRefreshPeriod(Duration.ofNanos(1_000))
                                .build(),
                        "limitForPeriod is 1001: must be at most one for each nanosecond of limitRefreshPeriod, which is"
                                + " PT0.000001S"),
                mistake(
                        b -> b.limitRefreshPeriod(Duration.ofNanos(49)).build(),
                        "limitForPeriod is 50: must be at most one for each nanosecond of limitRefreshPeriod, which is"
                                + " PT0.000000049S"));
    }

    private static Arguments mistake(Consumer<RateLimiterConfig.Builder> mistake, String message) {
        return Arguments.of(mistake, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void aValueOutOfRangeIsRefusedWithItsRule(Consumer<RateLimiterConfig.Builder> mistake, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mistake.accept(RateLimiterConfig.builder()))
                .withMessage(message);
    }
}
