package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.micrometer.context.ContextRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** With Micrometer's library on the class path. */
class ContextPropagationTest {

    private static final String KEY = ContextPropagationTest.class.getName();
    private static final String ORDER = "order";

    @BeforeEach
    void tellHowToTakeItAlong() {
        ContextRegistry.getInstance()
                .registerThreadLocalAccessor(
                        KEY, () -> MDC.get(ORDER), value -> MDC.put(ORDER, value), () -> MDC.remove(ORDER));
    }

    @AfterEach
    void forget() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
        MDC.remove(ORDER);
    }

    @Test
    void aCallSeesWhatItsCallerHasAndLeavesNothingOnTheThread() {
        ThreadPoolBulkheadConfig config = new BreakerSettings()
                .threadPoolBulkhead("redis").toBuilder()
                        .coreThreadPoolSize(1)
                        .maxThreadPoolSize(1)
                        .build();
        try (ThreadPoolBulkhead redis = ThreadPoolBulkhead.of("redis", config)) {
            MDC.put(ORDER, "17");
            assertThat(order(redis)).isEqualTo("17");
            MDC.remove(ORDER);
            assertThat(order(redis)).isNull();
        }
    }

    @Test
    void customizersReplaceIt() {
        YamlApplication.of("breaker.thread-pool-bulkhead.instances.redis.max-thread-pool-size: 1")
                .withBean(
                        ThreadPoolBulkheadConfigCustomizer.class,
                        () -> (name, builder) -> builder.taskDecorator(task -> task))
                .run(context -> {
                    ThreadPoolBulkheadConfig config =
                            context.getBean(BreakerSettings.class).threadPoolBulkhead("redis");
                    try (ThreadPoolBulkhead redis = ThreadPoolBulkhead.of("redis", config)) {
                        MDC.put(ORDER, "17");
                        assertThat(order(redis)).isNull();
                    }
                });
    }

    private static @Nullable String order(ThreadPoolBulkhead bulkhead) {
        return bulkhead.<@Nullable String, RuntimeException>call(() -> MDC.get(ORDER));
    }
}
