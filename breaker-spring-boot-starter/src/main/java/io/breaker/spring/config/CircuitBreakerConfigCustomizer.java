package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreakerConfig;

/**
 * Changes the configuration of circuit breakers in code. Beans of this type run in their order after all properties are
 * applied, once for each breaker that the registry makes. One that throws stops the application at startup.
 */
@FunctionalInterface
public interface CircuitBreakerConfigCustomizer {

    /**
     * Changes the configuration of one breaker.
     *
     * @param name the breaker's name
     * @param builder holds what the properties say
     */
    void customize(String name, CircuitBreakerConfig.Builder builder);
}
