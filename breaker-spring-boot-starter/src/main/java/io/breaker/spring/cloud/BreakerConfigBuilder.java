package io.breaker.spring.cloud;

import io.breaker.circuitbreaker.CircuitBreakerConfig;
import org.springframework.cloud.client.circuitbreaker.ConfigBuilder;

/** What {@code configure} of a factory gives to code: the settings of one breaker, as the properties have left them. */
public final class BreakerConfigBuilder implements ConfigBuilder<CircuitBreakerConfig> {

    private final String id;
    private final CircuitBreakerConfig.Builder settings;

    BreakerConfigBuilder(String id, CircuitBreakerConfig before) {
        this.id = id;
        this.settings = before.toBuilder();
    }

    /** {@return the breaker's name} */
    public String id() {
        return id;
    }

    /** {@return the settings, to be changed} */
    public CircuitBreakerConfig.Builder circuitBreaker() {
        return settings;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if settings do not fit together
     */
    @Override
    public CircuitBreakerConfig build() {
        return settings.build();
    }
}
