package io.breaker.ratelimiter;

import io.breaker.Registry;
import io.breaker.TimeSource;
import java.util.function.Function;

/** The rate limiters of an application, by name. Thread-safe. */
public final class RateLimiterRegistry extends Registry<RateLimiter> {

    private final Function<String, RateLimiterConfig> configs;
    private final TimeSource time;

    private RateLimiterRegistry(Function<String, RateLimiterConfig> configs, TimeSource time) {
        super(RateLimiter.class);
        this.configs = configs;
        this.time = time;
    }

    /**
     * Makes a registry whose rate limiters all start with one configuration.
     *
     * @param defaultConfig the configuration
     * @return an empty registry
     */
    public static RateLimiterRegistry of(RateLimiterConfig defaultConfig) {
        return of(name -> defaultConfig, TimeSource.precise());
    }

    /**
     * Makes a registry that looks each new rate limiter's configuration up.
     *
     * @param configs gives the configuration for a name
     * @param time where the rate limiters read the time
     * @return an empty registry
     */
    public static RateLimiterRegistry of(Function<String, RateLimiterConfig> configs, TimeSource time) {
        return new RateLimiterRegistry(configs, time);
    }

    /**
     * Looks a rate limiter up, or makes it with the configuration of its name.
     *
     * @param name the rate limiter's name, not empty
     * @return the one rate limiter of that name
     */
    public RateLimiter rateLimiter(String name) {
        return getOrAdd(name, () -> RateLimiter.of(name, configs.apply(name), time));
    }

    /**
     * Looks a rate limiter up, or makes it with a configuration of its own.
     *
     * @param name the rate limiter's name, not empty
     * @param config used only if there is no rate limiter of that name yet
     * @return the one rate limiter of that name
     */
    public RateLimiter rateLimiter(String name, RateLimiterConfig config) {
        return getOrAdd(name, () -> RateLimiter.of(name, config, time));
    }
}
