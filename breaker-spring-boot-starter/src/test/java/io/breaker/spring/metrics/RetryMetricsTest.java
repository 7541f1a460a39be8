package io.breaker.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;
import io.breaker.retry.RetryRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryMetricsTest {

    private final RetryRegistry retries = RetryRegistry.of(RetryConfig.builder()
            .maxAttempts(2)
            .waitDuration(Duration.ZERO)
            .ignoreExceptions(IllegalArgumentException.class)
            .build());
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final RetryMetrics metrics = new RetryMetrics(retries, "breaker");

    @Test
    void countsCallsByOutcomeAndByWhetherTheyWereRetried() throws IOException {
        metrics.bindTo(meters);
        Retry redis = retries.retry("redis");
        redis.call(() -> 1);
        Iterator<Boolean> failsOnce = List.of(true, false).iterator();
        redis.call(() -> {
            if (failsOnce.next()) {
                throw new IOException();
            }
            return 1;
        });
        assertThatThrownBy(() -> redis.call(() -> {
                    throw new IllegalArgumentException();
                }))
                .isInstanceOf(IllegalArgumentException.class);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> redis.call(() -> {
                        throw new IOException();
                    }))
                    .isInstanceOf(IOException.class);
        }

        assertThat(calls("successful_without_retry")).isEqualTo(1);
        assertThat(calls("successful_with_retry")).isEqualTo(1);
        assertThat(calls("failed_without_retry")).isEqualTo(1);
        assertThat(calls("failed_with_retry")).isEqualTo(2);
    }

    @Test
    void metersComeAndGoWithTheirRetry() {
        metrics.bindTo(meters);
        retries.retry("redis").call(() -> 1);
        retries.remove("redis");
        assertThat(meters.getMeters()).isEmpty();

        retries.retry("redis");
        assertThat(calls("successful_without_retry")).isZero();
    }

    private double calls(String kind) {
        return meters.get("breaker.retry.calls")
                .tags("name", "redis", "kind", kind)
                .functionCounter()
                .count();
    }
}
