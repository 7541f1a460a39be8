package io.breaker.spring.config;

import io.breaker.ratelimiter.RateLimiterConfig;

/**
 * Changes the configuration of rate limiters in code. Beans of this type run in their order after all properties are applied,
 * once for each rate limiter that the registry makes. One that throws stops the application at startup.
 */
@FunctionalInterface
public interface RateLimiterConfigCustomizer {

    /**
     * Changes the configuration of one rate limiter.
     *
     * @param name the rate limiter's name
     * @param builder holds what the properties say
     */
    void customize(String name, RateLimiterConfig.Builder builder);
}
