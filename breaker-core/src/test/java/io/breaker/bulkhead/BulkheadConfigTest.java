package io.breaker.bulkhead;

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

class BulkheadConfigTest {

    @Test
    void everyBuilderFieldSurvivesToBuilderAndHasAnAccessor() throws ReflectiveOperationException {
        BulkheadConfig.Builder original = BulkheadConfig.builder();
        BuilderFields.setAll(original);
        BulkheadConfig config = original.build();
        BulkheadConfig.Builder copy = config.toBuilder();

        for (Field field : BuilderFields.of(BulkheadConfig.Builder.class)) {
            assertThat(field.get(copy)).as(field.getName()).isEqualTo(field.get(original));
            assertThat(BuilderFields.read(config, field)).as(field.getName()).isEqualTo(field.get(original));
        }
    }

    @Test
    void aBuiltConfigurationDoesNotChangeWithItsBuilder() {
        BulkheadConfig.Builder builder = BulkheadConfig.builder();
        BulkheadConfig config = builder.build();

        builder.maxConcurrentCalls(1);

        assertThat(config.maxConcurrentCalls()).isEqualTo(25);
    }

    @Test
    void hasTheDocumentedDefaults() {
        BulkheadConfig config = BulkheadConfig.ofDefaults();

        assertThat(config.maxConcurrentCalls()).isEqualTo(25);
        assertThat(config.maxWaitDuration()).isZero();
        assertThat(config.fairCallHandlingEnabled()).isTrue();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(b -> b.maxConcurrentCalls(0), "maxConcurrentCalls is 0: must be at least 1"),
                mistake(
                        b -> b.maxWaitDuration(Duration.ofMillis(-1)),
                        "maxWaitDuration is PT-0.001S: must not be negative"));
    }

    private static Arguments mistake(Consumer<BulkheadConfig.Builder> mistake, String message) {
        return Arguments.of(mistake, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void aValueOutOfRangeIsRefusedWithItsRule(Consumer<BulkheadConfig.Builder> mistake, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mistake.accept(BulkheadConfig.builder()))
                .withMessage(message);
    }
}
