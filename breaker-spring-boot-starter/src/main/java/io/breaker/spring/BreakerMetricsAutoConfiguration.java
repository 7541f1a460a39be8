package io.breaker.spring;

import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.metrics.BulkheadMetrics;
import io.breaker.spring.metrics.CircuitBreakerMetrics;
import io.breaker.spring.metrics.RateLimiterMetrics;
import io.breaker.spring.metrics.RetryMetrics;
import io.breaker.spring.metrics.ThreadPoolBulkheadMetrics;
import io.breaker.spring.metrics.TimeLimiterMetrics;
import io.breaker.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * The meters, if there is Micrometer. Boot binds them to its meter registries once all of those exist. Where there are
 * settings, there is a registry of each policy.
 */
@AutoConfiguration(afterName = "io.breaker.spring.BreakerAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(BreakerSettings.class)
public final class BreakerMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CircuitBreakerMetrics circuitBreakerMetrics(
            CircuitBreakerRegistry registry, BreakerSettings settings, ObjectProvider<FleetMembers> members) {
        return new CircuitBreakerMetrics(registry, settings, FleetMembers.fleet(members));
    }

    @Bean
    @ConditionalOnMissingBean
    RetryMetrics retryMetrics(RetryRegistry registry, BreakerSettings settings) {
        return new RetryMetrics(registry, settings);
    }

    @Bean
    @ConditionalOnMissingBean
    RateLimiterMetrics rateLimiterMetrics(RateLimiterRegistry registry, BreakerSettings settings) {
        return new RateLimiterMetrics(registry, settings);
    }

    @Bean
    @ConditionalOnMissingBean
    TimeLimiterMetrics timeLimiterMetrics(TimeLimiterRegistry registry, BreakerSettings settings) {
        return new TimeLimiterMetrics(registry, settings);
    }

    @Bean
    @ConditionalOnMissingBean
    BulkheadMetrics bulkheadMetrics(BulkheadRegistry registry, BreakerSettings settings) {
        return new BulkheadMetrics(registry, settings);
    }

    @Bean
    @ConditionalOnMissingBean
    ThreadPoolBulkheadMetrics threadPoolBulkheadMetrics(ThreadPoolBulkheadRegistry registry, BreakerSettings settings) {
        return new ThreadPoolBulkheadMetrics(registry, settings);
    }
}
