package io.breaker.bulkhead;

import io.breaker.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The thread-pool bulkheads of an application, by name. Thread-safe. */
public final class ThreadPoolBulkheadRegistry extends Registry<ThreadPoolBulkhead> implements AutoCloseable {

    private final Function<String, ThreadPoolBulkheadConfig> configs;
    private volatile boolean closed;

    private ThreadPoolBulkheadRegistry(Function<String, ThreadPoolBulkheadConfig> configs) {
        super(ThreadPoolBulkhead.class);
        this.configs = configs;
    }

    /**
     * Makes a registry whose bulkheads all start with one configuration.
     *
     * @param defaultConfig the configuration
     * @return an empty registry
     */
    public static ThreadPoolBulkheadRegistry of(ThreadPoolBulkheadConfig defaultConfig) {
        return of(name -> defaultConfig);
    }

    /**
     * Makes a registry that looks each new bulkhead's configuration up.
     *
     * @param configs gives the configuration for a name
     * @return an empty registry
     */
    public static ThreadPoolBulkheadRegistry of(Function<String, ThreadPoolBulkheadConfig> configs) {
        return new ThreadPoolBulkheadRegistry(configs);
    }

    /**
     * Looks a bulkhead up, or makes it with the configuration of its name.
     *
     * @param name the bulkhead's name, not empty
     * @return the one bulkhead of that name
     */
    public ThreadPoolBulkhead threadPoolBulkhead(String name) {
        return shutIfClosed(getOrAdd(name, () -> ThreadPoolBulkhead.of(name, configs.apply(name))));
    }

    /**
     * Looks a bulkhead up, or makes it with a configuration of its own.
     *
     * @param name the bulkhead's name, not empty
     * @param config used only if there is no bulkhead of that name yet
     * @return the one bulkhead of that name
     */
    public ThreadPoolBulkhead threadPoolBulkhead(String name, ThreadPoolBulkheadConfig config) {
        return shutIfClosed(getOrAdd(name, () -> ThreadPoolBulkhead.of(name, config)));
    }

    private ThreadPoolBulkhead shutIfClosed(ThreadPoolBulkhead bulkhead) {
        if (closed) { // who closes has seen this one, or this one is new and without calls
            bulkhead.refuseCalls();
        }
        return bulkhead;
    }

    /**
     * Closes all bulkheads, together: see {@link ThreadPoolBulkhead#close()}. Those that are looked up for the first time
     * afterwards refuse all calls.
     */
    @Override
    public void close() {
        closed = true;
        List<ThreadPoolBulkhead.Closing> closings = new ArrayList<>();
        for (ThreadPoolBulkhead bulkhead : all()) {
            closings.add(bulkhead.beginToClose());
        }
        ThreadPoolBulkhead.Closing.end(closings, ThreadPoolBulkhead.PATIENCE);
    }
}
