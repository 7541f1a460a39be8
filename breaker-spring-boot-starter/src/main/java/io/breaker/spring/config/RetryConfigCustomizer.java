package io.breaker.spring.config;

import io.breaker.retry.RetryConfig;

/**
 * Changes the configuration of retries in code. Beans of this type run in their order after all properties are applied,
 * once for each retry that the registry makes. One that throws stops the application at startup.
 */
@FunctionalInterface
public interface RetryConfigCustomizer {

    /**
     * Changes the configuration of one retry.
     *
     * @param name the retry's name
     * @param builder holds what the properties say
     */
    void customize(String name, RetryConfig.Builder builder);
}
