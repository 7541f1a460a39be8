package io.breaker.spring.config;

import io.breaker.bulkhead.ThreadPoolBulkheadConfig;

/**
 * Changes the configuration of thread-pool bulkheads in code. Beans of this type run in their order after all properties are applied,
 * once for each bulkhead that the registry makes. One that throws stops the application at startup.
 */
@FunctionalInterface
public interface ThreadPoolBulkheadConfigCustomizer {

    /**
     * Changes the configuration of one bulkhead.
     *
     * @param name the bulkhead's name
     * @param builder holds what the properties say
     */
    void customize(String name, ThreadPoolBulkheadConfig.Builder builder);
}
