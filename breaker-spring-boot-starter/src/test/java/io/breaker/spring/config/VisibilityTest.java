package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibilityTest {

    private final BreakerSettings settings = YamlApplication.settings("""
            breaker.circuitbreaker:
              configs.default: { event-consumer-buffer-size: 7 }
              instances:
                redis: { register-health-indicator: false, allow-health-indicator-to-fail: true }
            """);

    @Test
    void isReadFromThePropertiesOnceAndNotForEachProbe() {
        assertThat(settings.visibility("redis")).isSameAs(settings.visibility("redis"));
    }

    @Test
    void ofNamesThatNobodyConfiguredIsOneForAll() {
        assertThat(settings.visibility("a")).isSameAs(settings.visibility("b"));
    }

    @Test
    void ofRateLimitersIsThatOfTheInstanceOrOfTheDefault() {
        BreakerSettings limiters = YamlApplication.settings("""
            breaker:
              circuitbreaker.configs.default.register-health-indicator: false
              ratelimiter:
                configs.default: { allow-health-indicator-to-fail: true }
                instances.redis: { register-health-indicator: false, allow-health-indicator-to-fail: false }
            """);

        assertThat(limiters.registerRateLimiterHealthIndicator("redis")).isFalse();
        assertThat(limiters.allowRateLimiterHealthIndicatorToFail("redis")).isFalse();
        assertThat(limiters.registerRateLimiterHealthIndicator("new")).isTrue();
        assertThat(limiters.allowRateLimiterHealthIndicatorToFail("new")).isTrue();
        assertThat(new BreakerSettings().registerRateLimiterHealthIndicator("any"))
                .isTrue();
        assertThat(new BreakerSettings().allowRateLimiterHealthIndicatorToFail("any"))
                .isFalse();
    }

    @Test
    void isThatOfTheInstanceOrOfTheDefault() {
        assertThat(settings.registerHealthIndicator("redis")).isFalse();
        assertThat(settings.allowHealthIndicatorToFail("redis")).isTrue();
        assertThat(settings.eventConsumerBufferSize(PolicyKind.CIRCUITBREAKER, "redis"))
                .isEqualTo(7);
        assertThat(settings.registerHealthIndicator("new")).isTrue();
        assertThat(settings.allowHealthIndicatorToFail("new")).isFalse();
        assertThat(settings.eventConsumerBufferSize(PolicyKind.CIRCUITBREAKER, "new"))
                .isEqualTo(7);
    }

    @Test
    void aPolicysBufferIsItsOwn() {
        BreakerSettings own = YamlApplication.settings("""
            breaker:
              circuitbreaker.configs.default.event-consumer-buffer-size: 1
              retry.configs.default.event-consumer-buffer-size: 2
              ratelimiter.instances.redis.event-consumer-buffer-size: 3
              timelimiter.instances.redis.event-consumer-buffer-size: 4
              bulkhead.instances.redis.event-consumer-buffer-size: 5
              thread-pool-bulkhead.instances.redis.event-consumer-buffer-size: 0
            """);

        assertThat(PolicyKind.values())
                .extracting(kind -> kind + " " + own.eventConsumerBufferSize(kind, "redis"))
                .containsExactlyInAnyOrder(
                        "CIRCUITBREAKER 1",
                        "RETRY 2",
                        "RATELIMITER 3",
                        "TIMELIMITER 4",
                        "BULKHEAD 5",
                        "THREAD_POOL_BULKHEAD 0");
        assertThat(own.eventConsumerBufferSize(PolicyKind.BULKHEAD, "other")).isEqualTo(100);
    }
}
