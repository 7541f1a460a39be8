package io.breaker.bulkhead;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one thread-pool bulkhead. How many calls run at once is not decided here. */
final class Threads {

    private Threads() {}

    /**
     * Makes a pool that gets a new thread, up to its maximum, before a call waits. The pool of the JDK does the reverse; so
     * its queue takes a task only when a thread stands by for it, or when there can be no more threads.
     */
    static ThreadPoolExecutor pool(String name, ThreadPoolBulkheadConfig config) {
        return new ThreadPoolExecutor(
                config.coreThreadPoolSize(),
                config.maxThreadPoolSize(),
                config.keepAliveNanos,
                TimeUnit.NANOSECONDS,
                new Handover(),
                factory(name),
                Threads::queue);
    }

    static void resize(ThreadPoolExecutor pool, ThreadPoolBulkheadConfig changed) {
        pool.setCorePoolSize(1); // neither size may pass the other on the way
        pool.setMaximumPoolSize(changed.maxThreadPoolSize());
        pool.setCorePoolSize(changed.coreThreadPoolSize());
        pool.setKeepAliveTime(changed.keepAliveNanos, TimeUnit.NANOSECONDS);
    }

    private static void queue(Runnable task, ThreadPoolExecutor pool) {
        if (pool.isShutdown()) {
            throw new RejectedExecutionException();
        }
        ((Handover) pool.getQueue()).put(task); // all threads are there, and one of them is about to end its call
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

    private static final class Handover extends LinkedTransferQueue<Runnable> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }
    }
}
