package io.breaker.spring.config;

import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code breaker.thread-pool-bulkhead.configs.<name>} and {@code instances.<name>} can hold. */
final class ThreadPoolBulkheadProperties extends InstanceProperties<Draft<ThreadPoolBulkheadConfig.Builder>> {

    /** Number of threads that stay when there is nothing to do; by default one less than there are processors. */
    private @Nullable Integer coreThreadPoolSize;

    /** Number of threads at most, and so of calls that may run at once; by default one for each processor. */
    private @Nullable Integer maxThreadPoolSize;

    /** Number of calls that may wait for a thread. */
    private @Nullable Integer queueCapacity;

    /** Duration for which a thread beyond the core stays without work. */
    private @Nullable Duration keepAliveDuration;

    /** Whether each call gets a virtual thread of its own, which needs Java 21. */
    private @Nullable Boolean virtualThreadsEnabled;

    @Override
    void apply(Applier to, Draft<ThreadPoolBulkheadConfig.Builder> draft) {
        ThreadPoolBulkheadConfig.Builder config = draft.config();
        to.value("core-thread-pool-size", coreThreadPoolSize, config::coreThreadPoolSize);
        to.value("max-thread-pool-size", maxThreadPoolSize, config::maxThreadPoolSize);
        to.value("queue-capacity", queueCapacity, config::queueCapacity);
        to.value("keep-alive-duration", keepAliveDuration, config::keepAliveDuration);
        to.value("virtual-threads-enabled", virtualThreadsEnabled, config::virtualThreadsEnabled);
        applyVisibility(to, draft.visibility());
    }

    public void setCoreThreadPoolSize(@Nullable Integer coreThreadPoolSize) {
        this.coreThreadPoolSize = coreThreadPoolSize;
    }

    public void setMaxThreadPoolSize(@Nullable Integer maxThreadPoolSize) {
        this.maxThreadPoolSize = maxThreadPoolSize;
    }

    public void setQueueCapacity(@Nullable Integer queueCapacity) {
        this.queueCapacity = queueCapacity;
    }

    public void setKeepAliveDuration(@Nullable Duration keepAliveDuration) {
        this.keepAliveDuration = keepAliveDuration;
    }

    public void setVirtualThreadsEnabled(@Nullable Boolean virtualThreadsEnabled) {
        this.virtualThreadsEnabled = virtualThreadsEnabled;
    }
}
