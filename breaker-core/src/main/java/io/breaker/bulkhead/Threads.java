package io.breaker.bulkhead;

import io.breaker.GrowingPool;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one thread-pool bulkhead. How many calls run at once is not decided here. */
final class Threads {

    private Threads() {}

    static GrowingPool pool(String name, ThreadPoolBulkheadConfig config) {
        return new GrowingPool(
                config.coreThreadPoolSize(), config.maxThreadPoolSize(), config.keepAliveNanos, factory(name));
    }

    static void resize(ThreadPoolExecutor pool, ThreadPoolBulkheadConfig changed) {
        pool.setCorePoolSize(1); // neither size may pass the other on the way
        pool.setMaximumPoolSize(changed.maxThreadPoolSize());
        pool.setCorePoolSize(changed.coreThreadPoolSize());
        pool.setKeepAliveTime(changed.keepAliveNanos, TimeUnit.NANOSECONDS);
    }

    private static ThreadFactory factory(String name) {
        AtomicInteger made = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(null, task, "bulkhead-" + name + "-" + made.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** {@return an executor that makes a virtual thread for each task} */
    static ExecutorService virtual() {
        try { // Java 17 has none, and what is compiled for it cannot name them
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("This Java has no virtual threads", missing);
        }
    }
}
