package io.breaker.spring;

import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.metrics.CircuitBreakerMetrics;
import io.breaker.spring.metrics.RetryMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters, if there is Micrometer. Boot binds them to its meter registries once all of those exist. */
@AutoConfiguration(afterName = "io.breaker.spring.BreakerAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
public final class BreakerMetricsAutoConfiguration {

    @Bean
    @ConditionalOnBean({CircuitBreakerRegistry.class, BreakerSettings.class})
    @ConditionalOnMissingBean
    CircuitBreakerMetrics circuitBreakerMetrics(CircuitBreakerRegistry registry, BreakerSettings settings) {
        return new CircuitBreakerMetrics(registry, settings);
    }

    @Bean
    @ConditionalOnBean({RetryRegistry.class, BreakerSettings.class})
    @ConditionalOnMissingBean
    RetryMetrics retryMetrics(RetryRegistry registry, BreakerSettings settings) {
        return new RetryMetrics(registry, settings);
    }
}
