package io.breaker.retry;

import io.breaker.Registry;
import io.breaker.TimeSource;
import java.util.function.Function;

/** The retries of an application, by name. Thread-safe. */
public final class RetryRegistry extends Registry<Retry> {

    private final Function<String, RetryConfig> configs;
    private final TimeSource time;

    private RetryRegistry(Function<String, RetryConfig> configs, TimeSource time) {
        super(Retry.class);
        this.configs = configs;
        this.time = time;
    }

    /**
     * Makes a registry whose retries all start with one configuration.
     *
     * @param defaultConfig the configuration
     * @return an empty registry
     */
    public static RetryRegistry of(RetryConfig defaultConfig) {
        return of(name -> defaultConfig, TimeSource.precise());
    }

    /**
     * Makes a registry that looks each new retry's configuration up.
     *
     * @param configs gives the configuration for a name
     * @param time where the retries read the time
     * @return an empty registry
     */
    public static RetryRegistry of(Function<String, RetryConfig> configs, TimeSource time) {
        return new RetryRegistry(configs, time);
    }

    /**
     * Looks a retry up, or makes it with the configuration of its name.
     *
     * @param name the retry's name, not empty
     * @return the one retry of that name
     */
    public Retry retry(String name) {
        return getOrAdd(name, () -> Retry.of(name, configs.apply(name), time));
    }

    /**
     * Looks a retry up, or makes it with a configuration of its own.
     *
     * @param name the retry's name, not empty
     * @param config used only if there is no retry of that name yet
     * @return the one retry of that name
     */
    public Retry retry(String name, RetryConfig config) {
        return getOrAdd(name, () -> Retry.of(name, config, time));
    }
}
