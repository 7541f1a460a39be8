package io.breaker.spring.actuate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.ratelimiter.RateLimiterSnapshot;
import io.breaker.ratelimiter.RequestNotPermittedException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import tools.jackson.databind.json.JsonMapper;

class RateLimitersHealthIndicatorTest {

    private final AtomicLong nanos = new AtomicLong();
    private final RateLimiterRegistry registry = RateLimiterRegistry.of(
            name -> RateLimiterConfig.builder().limitForPeriod(2).build(), nanos::get);
    private final RateLimitersHealthIndicator indicator =
            new RateLimitersHealthIndicator(registry, name -> true, Set.of("strict")::contains);

    @Test
    void isUpWithoutRateLimiters() {
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
        assertThat(indicator.health().getDetails()).isEmpty();
    }

    @Test
    void showsExactlyTheFieldsThatDashboardsKnow() {
        registry.rateLimiter("redis").acquire();

        assertThat(new JsonMapper().writeValueAsString(indicator.health().getDetails()))
                .isEqualTo("""
                        {"redis":{"status":"UP","details":{"availablePermissions":1,"numberOfWaitingThreads":0}}}""");
    }

    @Test
    void oneThatRefusesIsRateLimitedAndTheComponentUp() {
        exhaust(registry.rateLimiter("lenient"));

        assertThat(own("lenient")).containsEntry("status", "RATE_LIMITED");
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isDownOnlyWhileOneThatMayTurnItDownRefuses() {
        registry.rateLimiter("another");
        exhaust(registry.rateLimiter("strict"));
        registry.rateLimiter("zebra"); // looked at after it: must not turn it up again
        assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);

        nanos.addAndGet(Duration.ofMillis(500).toNanos()); // one permit comes back
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
        assertThat(own("strict")).containsEntry("status", "UP");
    }

    @Test
    void leavesOutThoseThatAreNotRegisteredEvenIfTheyMayTurnItDown() {
        exhaust(registry.rateLimiter("strict"));
        registry.rateLimiter("shown");

        Health health = new RateLimitersHealthIndicator(registry, "shown"::equals, name -> true).health();

        assertThat(health.getDetails()).containsOnlyKeys("shown");
        assertThat(health.getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void showsRateLimitersThatComeAndGo() {
        registry.rateLimiter("b");
        registry.rateLimiter("a");
        assertThat(indicator.health().getDetails().keySet()).containsExactly("a", "b");

        registry.remove("a");
        assertThat(indicator.health().getDetails()).containsOnlyKeys("b");
    }

    /** Two permits a second: half a second for each of those who wait. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0ms, false",
        "0, 0, 0ms, true",
        "0, 0, 1ms, false",
        "0, 1, 500ms, true",
        "0, 1, 501ms, false",
        "0, 2, 501ms, true",
        "0, 3, 2000ms, false",
        "0, 4, 2000ms, true",
        "1, 9, 2000ms, false"
    })
    void refusesForCertainWhenThoseWhoWaitTakeAllPermitsOfTheTimeOut(
            int available, int waiting, String timeout, boolean refusing) {
        RateLimiterConfig config = RateLimiterConfig.builder()
                .limitForPeriod(2)
                .timeoutDuration(Duration.ofMillis(Long.parseLong(timeout.replace("ms", ""))))
                .build();

        assertThat(RateLimiterFields.isRefusing(new RateLimiterSnapshot("redis", available, waiting, 0), config))
                .isEqualTo(refusing);
    }

    @Test
    void anEndlessTimeOutIsNeverUsedUp() {
        RateLimiterConfig config = RateLimiterConfig.builder()
                .limitRefreshPeriod(Duration.ofNanos(50))
                .timeoutDuration(Duration.ofSeconds(Long.MAX_VALUE))
                .build();

        assertThat(RateLimiterFields.isRefusing(new RateLimiterSnapshot("redis", 0, Integer.MAX_VALUE, 0), config))
                .isFalse();
    }

    private static void exhaust(RateLimiter limiter) {
        limiter.acquire();
        limiter.acquire();
        assertThatThrownBy(limiter::acquire).isInstanceOf(RequestNotPermittedException.class);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> own(String name) {
        return (Map<String, Object>)
                requireNonNull(indicator.health().getDetails().get(name));
    }
}
