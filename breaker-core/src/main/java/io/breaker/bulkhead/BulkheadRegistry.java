package io.breaker.bulkhead;

import io.breaker.Registry;
import java.util.function.Function;

/** The bulkheads of an application, by name. Thread-safe. */
public final class BulkheadRegistry extends Registry<Bulkhead> {

    private final Function<String, BulkheadConfig> configs;

    private BulkheadRegistry(Function<String, BulkheadConfig> configs) {
        super(Bulkhead.class);
        this.configs = configs;
    }

    /**
     * Makes a registry whose bulkheads all start with one configuration.
     *
     * @param defaultConfig the configuration
     * @return an empty registry
     */
    public static BulkheadRegistry of(BulkheadConfig defaultConfig) {
        return of(name -> defaultConfig);
    }

    /**
     * Makes a registry that looks each new bulkhead's configuration up.
     *
     * @param configs gives the configuration for a name
     * @return an empty registry
     */
    public static BulkheadRegistry of(Function<String, BulkheadConfig> configs) {
        return new BulkheadRegistry(configs);
    }

    /**
     * Looks a bulkhead up, or makes it with the configuration of its name.
     *
     * @param name the bulkhead's name, not empty
     * @return the one bulkhead of that name
     */
    public Bulkhead bulkhead(String name) {
        return getOrAdd(name, () -> Bulkhead.of(name, configs.apply(name)));
    }

    /**
     * Looks a bulkhead up, or makes it with a configuration of its own.
     *
     * @param name the bulkhead's name, not empty
     * @param config used only if there is no bulkhead of that name yet
     * @return the one bulkhead of that name
     */
    public Bulkhead bulkhead(String name, BulkheadConfig config) {
        return getOrAdd(name, () -> Bulkhead.of(name, config));
    }
}
