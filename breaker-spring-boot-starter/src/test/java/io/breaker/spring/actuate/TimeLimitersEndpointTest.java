package io.breaker.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.spring.config.ConfigFields;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterConfig;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TimeLimitersEndpointTest {

    private final TimeLimiterRegistry registry = TimeLimiterRegistry.of(TimeLimiterConfig.ofDefaults());
    private final TimeLimitersEndpoint endpoint = new TimeLimitersEndpoint(registry);

    @Test
    void showsCountsAndConfiguration() {
        TimeLimiter redis = registry.timeLimiter("redis");
        redis.note(TimeLimiter.Outcome.SUCCESSFUL);
        redis.note(TimeLimiter.Outcome.SUCCESSFUL);
        redis.note(TimeLimiter.Outcome.SUCCESSFUL);
        redis.note(TimeLimiter.Outcome.FAILED);
        redis.note(TimeLimiter.Outcome.FAILED);
        redis.note(TimeLimiter.Outcome.TIMEOUT);

        Map<String, Object> shown = Objects.requireNonNull(endpoint.timeLimiter("redis"));

        assertThat(shown)
                .containsEntry("successfulCalls", 3L)
                .containsEntry("failedCalls", 2L)
                .containsEntry("timedOutCalls", 1L)
                .containsEntry("config", ConfigFields.of(redis.config()));
        assertThat(endpoint.timeLimiters()).isEqualTo(Map.of("timeLimiters", Map.of("redis", shown)));
    }

    @Test
    void knowsNothingOfAnUnknownNameAndCreatesNothing() {
        assertThat(endpoint.timeLimiter("ghost")).isNull();
        assertThat(registry.all()).isEmpty();
    }
}
