package io.breaker.spring.metrics;

import io.breaker.Subscription;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.metrics.MeterSet.Family;
import io.micrometer.core.instrument.Tags;

/** Meters for thread-pool bulkheads, those that are made or removed later included. */
public final class ThreadPoolBulkheadMetrics extends PolicyMeterBinder<ThreadPoolBulkhead> {

    private static final Family QUEUE_DEPTH = new Family("queue.depth", "Calls that wait for a thread");
    private static final Family QUEUE_CAPACITY = new Family("queue.capacity", "Calls that may wait for a thread");
    private static final Family SIZE = new Family("thread.pool.size", "Threads that there are");
    private static final Family MAX_SIZE = new Family("max.thread.pool.size", "Threads that there may be");
    private static final Family CORE_SIZE = new Family("core.thread.pool.size", "Threads that stay without work");
    private static final Family ACTIVE = new Family("active.thread.count", "Threads that run calls");
    private static final Family REJECTED = new Family("thread.pool.rejected.calls", "Calls that were refused");

    /**
     * Makes a binder that does as the properties say.
     *
     * @param registry the thread-pool bulkheads
     * @param settings say what the names of meters begin with, and whether there are any
     */
    public ThreadPoolBulkheadMetrics(ThreadPoolBulkheadRegistry registry, BreakerSettings settings) {
        super(registry, "bulkhead", settings, PolicyKind.THREAD_POOL_BULKHEAD);
    }

    /**
     * Makes a binder.
     *
     * @param registry the thread-pool bulkheads
     * @param prefix what the names of meters begin with, without a dot at the end
     */
    public ThreadPoolBulkheadMetrics(ThreadPoolBulkheadRegistry registry, String prefix) {
        super(registry, "bulkhead", prefix);
    }

    @Override
    Subscription bind(ThreadPoolBulkhead bulkhead, MeterSet meters) {
        meters.gauge(QUEUE_DEPTH, Tags.empty(), bulkhead, b -> b.snapshot().queueDepth());
        meters.gauge(QUEUE_CAPACITY, Tags.empty(), bulkhead, b -> b.snapshot().queueCapacity());
        meters.gauge(SIZE, Tags.empty(), bulkhead, b -> b.snapshot().threadPoolSize());
        meters.gauge(MAX_SIZE, Tags.empty(), bulkhead, b -> b.snapshot().maxThreadPoolSize());
        meters.gauge(CORE_SIZE, Tags.empty(), bulkhead, b -> b.snapshot().coreThreadPoolSize());
        meters.gauge(ACTIVE, Tags.empty(), bulkhead, b -> b.snapshot().activeThreadCount());
        meters.counter(REJECTED, Tags.empty(), bulkhead, b -> b.snapshot().rejectedCalls());
        return meters::removeAll;
    }
}
