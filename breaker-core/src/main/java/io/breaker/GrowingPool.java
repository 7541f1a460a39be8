package io.breaker;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread pool that gets a new thread, up to its maximum, before a task waits, and none while one is idle. For policies.
 * The pool of the JDK does neither; so its queue takes a task only when a thread stands by for it, or when there can be no
 * more threads.
 *
 * <p>No task waits while a thread is missing: who puts one in the queue looks at the number of threads afterwards, and a
 * thread that ends, because it was idle for so long, looks at the queue afterwards. Whichever looks last sees the other.
 */
public final class GrowingPool extends ThreadPoolExecutor {

    /** Has nothing to do: the thread that runs it then looks at the queue. */
    @SuppressWarnings("UnnecessaryLambda") // known by its identity
    private static final Runnable LOOK = () -> {};

    /**
     * Makes a pool without threads.
     *
     * @param core how many threads stay when there is nothing to do
     * @param most how many threads there are at most
     * @param keepAliveNanos how long a thread beyond the core stays without work
     * @param factory makes the threads
     */
    public GrowingPool(int core, int most, long keepAliveNanos, ThreadFactory factory) {
        super(core, most, keepAliveNanos, TimeUnit.NANOSECONDS, new Handover(), factory, GrowingPool::queue);
        setThreadFactory(work -> factory.newThread(() -> {
            try {
                work.run();
            } finally {
                lookAtTheQueue();
            }
        }));
    }

    private static void queue(Runnable task, ThreadPoolExecutor pool) {
        if (task == LOOK) { // there are as many threads as can be, and each that ends from now on looks
            return;
        }
        Handover queue = (Handover) pool.getQueue();
        if (pool.isShutdown()) {
            throw shutDown();
        }
        queue.put(task);
        if (pool.isShutdown() && queue.remove(task)) {
            throw shutDown();
        }
        if (pool.getPoolSize() < pool.getMaximumPoolSize()) {
            pool.execute(LOOK);
        }
    }

    private static RejectedExecutionException shutDown() {
        return new RejectedExecutionException("The pool is shut down");
    }

    private void lookAtTheQueue() {
        if (!getQueue().isEmpty()) {
            execute(LOOK);
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
