package io.breaker.spring.aop;

import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryConfig;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.timelimiter.TimeLimiterConfig;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the auto-configuration would declare around the aspects; retries do not wait. */
@Configuration(proxyBeanMethods = false)
@Import(BreakerAopConfiguration.class)
class AopTestConfiguration {

    static ApplicationContextRunner context(Class<?>... beans) {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(AopAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class))
                .withUserConfiguration(AopTestConfiguration.class)
                .withUserConfiguration(beans);
    }

    @Bean
    CircuitBreakerRegistry circuitBreakers() {
        return CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults());
    }

    @Bean
    RetryRegistry retries() {
        return RetryRegistry.of(RetryConfig.builder()
                .maxAttempts(3)
                .waitDuration(Duration.ofMillis(1))
                .build());
    }

    @Bean
    RateLimiterRegistry rateLimiters() {
        return RateLimiterRegistry.of(RateLimiterConfig.ofDefaults());
    }

    @Bean
    TimeLimiterRegistry timeLimiters() {
        return TimeLimiterRegistry.of(TimeLimiterConfig.ofDefaults());
    }

    @Bean
    BulkheadRegistry bulkheads() {
        return BulkheadRegistry.of(BulkheadConfig.ofDefaults());
    }

    @Bean
    ThreadPoolBulkheadRegistry threadPoolBulkheads() {
        return ThreadPoolBulkheadRegistry.of(ThreadPoolBulkheadConfig.ofDefaults());
    }

    @Bean
    BreakerSettings settings() {
        return new BreakerSettings();
    }
}
