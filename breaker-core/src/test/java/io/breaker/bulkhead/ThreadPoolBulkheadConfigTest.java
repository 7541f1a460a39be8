package io.breaker.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.breaker.BuilderFields;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ThreadPoolBulkheadConfigTest {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    @Test
    void everyBuilderFieldSurvivesToBuilderAndHasAnAccessor() throws ReflectiveOperationException {
        ThreadPoolBulkheadConfig.Builder original = ThreadPoolBulkheadConfig.builder();
        BuilderFields.setAll(original);
        if (Runtime.version().feature() < 21) {
            original.virtualThreadsEnabled(false);
        }
        ThreadPoolBulkheadConfig config = original.build();
        ThreadPoolBulkheadConfig.Builder copy = config.toBuilder();

        for (Field field : BuilderFields.of(ThreadPoolBulkheadConfig.Builder.class)) {
            assertThat(field.get(copy)).as(field.getName()).isEqualTo(field.get(original));
            assertThat(BuilderFields.read(config, field)).as(field.getName()).isEqualTo(field.get(original));
        }
    }

    @Test
    void hasTheDocumentedDefaults() {
        ThreadPoolBulkheadConfig config = ThreadPoolBulkheadConfig.ofDefaults();

        assertThat(config.coreThreadPoolSize()).isEqualTo(Math.max(1, PROCESSORS - 1));
        assertThat(config.maxThreadPoolSize()).isEqualTo(PROCESSORS);
        assertThat(config.queueCapacity()).isEqualTo(100);
        assertThat(config.keepAliveDuration()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.virtualThreadsEnabled()).isFalse();
        Runnable task = () -> {};
        assertThat(config.taskDecorator().apply(task)).isSameAs(task);
    }

    @Test
    void eachSizeFollowsTheOtherWhereItIsNotSet() {
        ThreadPoolBulkheadConfig one =
                ThreadPoolBulkheadConfig.builder().maxThreadPoolSize(1).build();
        ThreadPoolBulkheadConfig many = ThreadPoolBulkheadConfig.builder()
                .coreThreadPoolSize(PROCESSORS + 7)
                .build();

        assertThat(one.coreThreadPoolSize()).isEqualTo(1);
        assertThat(many.maxThreadPoolSize()).isEqualTo(PROCESSORS + 7);
    }

    @Test
    void moreCoreThreadsThanThreadsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreadPoolBulkheadConfig.builder()
                        .coreThreadPoolSize(3)
                        .maxThreadPoolSize(2)
                        .build())
                .withMessage("coreThreadPoolSize is 3: must be at most maxThreadPoolSize, which is 2");
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void virtualThreadsAreRefusedWhereThereAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreadPoolBulkheadConfig.builder()
                        .virtualThreadsEnabled(true)
                        .build())
                .withMessage("virtualThreadsEnabled is true: must be false before Java 21, and this is Java "
                        + Runtime.version().feature());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(b -> b.coreThreadPoolSize(0), "coreThreadPoolSize is 0: must be at least 1"),
                mistake(b -> b.maxThreadPoolSize(0), "maxThreadPoolSize is 0: must be at least 1"),
                mistake(b -> b.queueCapacity(-1), "queueCapacity is -1: must be at least 0"),
                mistake(
                        b -> b.keepAliveDuration(Duration.ofSeconds(-1)),
                        "keepAliveDuration is PT-1S: must not be negative"));
    }

    private static Arguments mistake(Consumer<ThreadPoolBulkheadConfig.Builder> mistake, String message) {
        return Arguments.of(mistake, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void aValueOutOfRangeIsRefusedWithItsRule(Consumer<ThreadPoolBulkheadConfig.Builder> mistake, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mistake.accept(ThreadPoolBulkheadConfig.builder()))
                .withMessage(message);
    }
}
