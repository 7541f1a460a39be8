package io.breaker.spring.config;

import io.breaker.timelimiter.TimeLimiterConfig;

/**
 * Changes the configuration of time limiters in code. Beans of this type run in their order after all properties are applied,
 * once for each time limiter that the registry makes. One that throws stops the application at startup.
 */
@FunctionalInterface
public interface TimeLimiterConfigCustomizer {

    /**
     * Changes the configuration of one time limiter.
     *
     * @param name the time limiter's name
     * @param builder holds what the properties say
     */
    void customize(String name, TimeLimiterConfig.Builder builder);
}
