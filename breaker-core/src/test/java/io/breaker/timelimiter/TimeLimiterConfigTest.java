package io.breaker.timelimiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.breaker.BuilderFields;
import java.lang.reflect.Field;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeLimiterConfigTest {

    @Test
    void everyBuilderFieldSurvivesToBuilderAndHasAnAccessor() throws ReflectiveOperationException {
        TimeLimiterConfig.Builder original = TimeLimiterConfig.builder();
        BuilderFields.setAll(original);
        TimeLimiterConfig config = original.build();
        TimeLimiterConfig.Builder copy = config.toBuilder();

        for (Field field : BuilderFields.of(TimeLimiterConfig.Builder.class)) {
            assertThat(field.get(copy)).as(field.getName()).isEqualTo(field.get(original));
            assertThat(BuilderFields.read(config, field)).as(field.getName()).isEqualTo(field.get(original));
        }
    }

    @Test
    void hasTheDocumentedDefaults() {
        TimeLimiterConfig config = TimeLimiterConfig.ofDefaults();

        assertThat(config.timeoutDuration()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.cancelRunningFuture()).isTrue();
    }

    @Test
    void aLimitOfNothingIsRefusedWithItsRule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeLimiterConfig.builder().timeoutDuration(Duration.ZERO))
                .withMessage("timeoutDuration is PT0S: must be longer than 0");
    }
}
