package io.breaker;

import static io.breaker.Failures.nothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Null in place of a configuration is refused at once, and breaks nothing that was there. */
class ConfigurationIsNeededTest {

    static List<Arguments> policies() {
        CircuitBreaker breaker = CircuitBreaker.of("lab", CircuitBreakerConfig.ofDefaults());
        Retry retry = Retry.of("lab", RetryConfig.ofDefaults());
        RateLimiter rateLimiter = RateLimiter.of("lab", RateLimiterConfig.ofDefaults());
        TimeLimiter timeLimiter = TimeLimiter.of("lab", TimeLimiterConfig.ofDefaults());
        Bulkhead bulkhead = Bulkhead.of("lab", BulkheadConfig.ofDefaults());
        ThreadPoolBulkhead pool = ThreadPoolBulkhead.of("lab", ThreadPoolBulkheadConfig.ofDefaults());
        return List.of(
                policy(breaker, () -> CircuitBreaker.of("lab", nothing()), () -> breaker.reconfigure(nothing())),
                policy(retry, () -> Retry.of("lab", nothing()), () -> retry.reconfigure(nothing())),
                policy(rateLimiter, () -> RateLimiter.of("lab", nothing()), () -> rateLimiter.reconfigure(nothing())),
                policy(timeLimiter, () -> TimeLimiter.of("lab", nothing()), () -> timeLimiter.reconfigure(nothing())),
                policy(bulkhead, () -> Bulkhead.of("lab", nothing()), () -> bulkhead.reconfigure(nothing())),
                policy(pool, () -> ThreadPoolBulkhead.of("lab", nothing()), () -> pool.reconfigure(nothing())));
    }

    private static Arguments policy(Policy policy, ThrowingCallable making, ThrowingCallable changing) {
        return arguments(policy, making, changing);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void nothingIsNoConfiguration(Policy policy, ThrowingCallable making, ThrowingCallable changing) throws Exception {
        assertThatNullPointerException().isThrownBy(making).withMessage("config");
        assertThatNullPointerException().isThrownBy(changing).withMessage("config");

        assertThat(policy.call(() -> "value")).isEqualTo("value");
        if (policy instanceof AutoCloseable threads) {
            threads.close();
        }
    }

    @Test
    void aRegistryThatFindsNoConfigurationKeepsNoInstance() {
        BulkheadRegistry registry = BulkheadRegistry.of(name -> nothing());

        assertThatNullPointerException().isThrownBy(() -> registry.bulkhead("lab"));

        assertThat(registry.all()).isEmpty();
    }
}
