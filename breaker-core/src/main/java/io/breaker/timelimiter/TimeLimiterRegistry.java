package io.breaker.timelimiter;

import io.breaker.Registry;
import java.util.function.Function;

/** The time limiters of an application, by name. Thread-safe. */
public final class TimeLimiterRegistry extends Registry<TimeLimiter> {

    private final Function<String, TimeLimiterConfig> configs;

    private TimeLimiterRegistry(Function<String, TimeLimiterConfig> configs) {
        super(TimeLimiter.class);
        this.configs = configs;
    }

    /**
     * Makes a registry whose time limiters all start with one configuration.
     *
     * @param defaultConfig the configuration
     * @return an empty registry
     */
    public static TimeLimiterRegistry of(TimeLimiterConfig defaultConfig) {
        return of(name -> defaultConfig);
    }

    /**
     * Makes a registry that looks each new time limiter's configuration up.
     *
     * @param configs gives the configuration for a name
     * @return an empty registry
     */
    public static TimeLimiterRegistry of(Function<String, TimeLimiterConfig> configs) {
        return new TimeLimiterRegistry(configs);
    }

    /**
     * Looks a time limiter up, or makes it with the configuration of its name.
     *
     * @param name the time limiter's name, not empty
     * @return the one time limiter of that name
     */
    public TimeLimiter timeLimiter(String name) {
        return getOrAdd(name, () -> TimeLimiter.of(name, configs.apply(name)));
    }

    /**
     * Looks a time limiter up, or makes it with a configuration of its own.
     *
     * @param name the time limiter's name, not empty
     * @param config used only if there is no time limiter of that name yet
     * @return the one time limiter of that name
     */
    public TimeLimiter timeLimiter(String name, TimeLimiterConfig config) {
        return getOrAdd(name, () -> TimeLimiter.of(name, config));
    }
}
