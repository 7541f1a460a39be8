package io.breaker.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.ratelimiter.RequestNotPermittedException;
import io.breaker.spring.config.ConfigFields;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RateLimitersEndpointTest {

    private final RateLimiterRegistry registry = RateLimiterRegistry.of(
            name -> RateLimiterConfig.builder().limitForPeriod(2).build(), () -> 0);
    private final RateLimitersEndpoint endpoint = new RateLimitersEndpoint(registry);

    @Test
    void showsPermitsRefusalsAndConfiguration() {
        RateLimiter redis = registry.rateLimiter("redis");
        redis.acquire();
        assertThat(endpoint.rateLimiter("redis")).containsEntry("availablePermissions", 1);
        redis.acquire();
        assertThatThrownBy(redis::acquire).isInstanceOf(RequestNotPermittedException.class);

        Map<String, Object> shown = Objects.requireNonNull(endpoint.rateLimiter("redis"));

        assertThat(shown.keySet())
                .containsExactly("availablePermissions", "numberOfWaitingThreads", "rejectedCalls", "config");
        assertThat(shown)
                .containsEntry("availablePermissions", 0)
                .containsEntry("numberOfWaitingThreads", 0)
                .containsEntry("rejectedCalls", 1L)
                .containsEntry("config", ConfigFields.of(redis.config()));
        assertThat(endpoint.rateLimiters()).isEqualTo(Map.of("rateLimiters", Map.of("redis", shown)));
    }

    @Test
    void knowsNothingOfAnUnknownNameAndCreatesNothing() {
        assertThat(endpoint.rateLimiter("ghost")).isNull();
        assertThat(registry.all()).isEmpty();
    }
}
