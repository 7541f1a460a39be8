package io.breaker.spring;

import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.spring.actuate.CircuitBreakersHealthIndicator;
import io.breaker.spring.actuate.RateLimitersHealthIndicator;
import io.breaker.spring.config.BreakerSettings;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health components {@code circuitBreakers} and {@code rateLimiters}, if there is a health endpoint. */
@AutoConfiguration(afterName = "io.breaker.spring.BreakerAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(BreakerSettings.class)
public final class BreakerHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = {"circuitBreakersHealthIndicator", "circuitBreakersHealthContributor"})
    @ConditionalOnEnabledHealthIndicator("circuitbreakers")
    CircuitBreakersHealthIndicator circuitBreakersHealthIndicator(
            CircuitBreakerRegistry registry, BreakerSettings settings) {
        return new CircuitBreakersHealthIndicator(
                registry, settings::registerHealthIndicator, settings::allowHealthIndicatorToFail);
    }

    @Bean
    @ConditionalOnMissingBean(name = {"rateLimitersHealthIndicator", "rateLimitersHealthContributor"})
    @ConditionalOnEnabledHealthIndicator("ratelimiters")
    RateLimitersHealthIndicator rateLimitersHealthIndicator(RateLimiterRegistry registry, BreakerSettings settings) {
        return new RateLimitersHealthIndicator(
                registry,
                settings::registerRateLimiterHealthIndicator,
                settings::allowRateLimiterHealthIndicatorToFail);
    }
}
