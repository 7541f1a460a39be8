package io.breaker.spring;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

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
import io.breaker.spring.config.BreakerConfigRefresher;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.timelimiter.TimeLimiterConfig;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the auto-configuration for the policies would contribute, with time that stands still. */
@Configuration(proxyBeanMethods = false)
public class ActuatorTestBeans {

    static final AtomicLong NANOS = new AtomicLong();

    @Bean
    CircuitBreakerRegistry circuitBreakerRegistry() {
        CircuitBreakerConfig config = CircuitBreakerConfig.builder()
                .failureRateThreshold(10)
                .waitDurationInOpenState(Duration.ofSeconds(10))
                .build();
        return CircuitBreakerRegistry.of(name -> config, NANOS::get);
    }

    @Bean
    BreakerConfigRefresher refresher(
            BreakerSettings settings, ListableBeanFactory beans, ApplicationEventPublisher application) {
        return new BreakerConfigRefresher(settings, beans, application, Instant::now);
    }

    @Bean
    RetryRegistry retryRegistry() {
        return RetryRegistry.of(RetryConfig.ofDefaults());
    }

    @Bean
    RateLimiterRegistry rateLimiterRegistry() {
        RateLimiterConfig config = RateLimiterConfig.builder().limitForPeriod(2).build();
        return RateLimiterRegistry.of(name -> config, NANOS::get);
    }

    @Bean
    TimeLimiterRegistry timeLimiterRegistry() {
        return TimeLimiterRegistry.of(TimeLimiterConfig.ofDefaults());
    }

    @Bean
    BulkheadRegistry bulkheadRegistry() {
        return BulkheadRegistry.of(BulkheadConfig.ofDefaults());
    }

    @Bean
    ThreadPoolBulkheadRegistry threadPoolBulkheadRegistry() {
        return ThreadPoolBulkheadRegistry.of(ThreadPoolBulkheadConfig.builder()
                .coreThreadPoolSize(1)
                .maxThreadPoolSize(2)
                .build());
    }

    @Bean
    BreakerSettings breakerSettings() {
        BreakerSettings settings = mock(BreakerSettings.class);
        when(settings.registerHealthIndicator(anyString())).thenReturn(true);
        when(settings.registerRateLimiterHealthIndicator(anyString())).thenReturn(true);
        when(settings.eventConsumerBufferSize(any(), anyString())).thenReturn(100);
        when(settings.metricsEnabled(any())).thenReturn(true);
        when(settings.metricsPrefix()).thenReturn("breaker");
        return settings;
    }
}
