package io.breaker.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.config.ConfigFields;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RetriesEndpointTest {

    private final RetryRegistry registry = RetryRegistry.of(
            RetryConfig.builder().maxAttempts(2).waitDuration(Duration.ZERO).build());
    private final RetriesEndpoint endpoint = new RetriesEndpoint(registry);

    @Test
    void showsCountsAndConfiguration() {
        Retry redis = registry.retry("redis");
        redis.call(() -> "first time");

        Map<String, Object> shown = Objects.requireNonNull(endpoint.retry("redis"));

        assertThat(shown)
                .containsEntry("successfulWithoutRetry", 1L)
                .containsEntry("successfulWithRetry", 0L)
                .containsEntry("failedWithoutRetry", 0L)
                .containsEntry("failedWithRetry", 0L)
                .containsEntry("config", ConfigFields.of(redis.config()));
        assertThat(endpoint.retries()).isEqualTo(Map.of("retries", Map.of("redis", shown)));
    }

    @Test
    void knowsNothingOfAnUnknownNameAndCreatesNothing() {
        assertThat(endpoint.retry("ghost")).isNull();
        assertThat(registry.all()).isEmpty();
    }
}
