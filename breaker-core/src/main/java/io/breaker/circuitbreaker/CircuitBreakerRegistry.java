package io.breaker.circuitbreaker;

import io.breaker.Registry;
import io.breaker.TimeSource;
import java.util.function.Function;

/** The circuit breakers of an application, by name. Thread-safe. */
public final class CircuitBreakerRegistry extends Registry<CircuitBreaker> {

    private final Function<String, CircuitBreakerConfig> configs;
    private final TimeSource time;

    private CircuitBreakerRegistry(Function<String, CircuitBreakerConfig> configs, TimeSource time) {
        super(CircuitBreaker.class);
        this.configs = configs;
        this.time = time;
    }

    /**
     * Makes a registry whose breakers all start with one configuration.
     *
     * @param defaultConfig the configuration
     * @return an empty registry
     */
    public static CircuitBreakerRegistry of(CircuitBreakerConfig defaultConfig) {
        return of(name -> defaultConfig, TimeSource.precise());
    }

    /**
     * Makes a registry that looks each new breaker's configuration up.
     *
     * @param configs gives the configuration for a name
     * @param time where the breakers read the time
     * @return an empty registry
     */
    public static CircuitBreakerRegistry of(Function<String, CircuitBreakerConfig> configs, TimeSource time) {
        return new CircuitBreakerRegistry(configs, time);
    }

    /**
     * Looks a breaker up, or makes it with the configuration of its name.
     *
     * @param name the breaker's name, not empty
     * @return the one breaker of that name
     */
    public CircuitBreaker circuitBreaker(String name) {
        return getOrAdd(name, () -> CircuitBreaker.of(name, configs.apply(name), time));
    }

    /**
     * Looks a breaker up, or makes it with a configuration of its own.
     *
     * @param name the breaker's name, not empty
     * @param config used only if there is no breaker of that name yet
     * @return the one breaker of that name
     */
    public CircuitBreaker circuitBreaker(String name, CircuitBreakerConfig config) {
        return getOrAdd(name, () -> CircuitBreaker.of(name, config, time));
    }
}
