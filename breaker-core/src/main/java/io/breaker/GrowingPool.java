package io.breaker;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A thread pool that gets a new thread, up to its maximum, before a task waits, and beyond the core none while one is
 * idle. For policies. The pool of the JDK does neither; so its queue takes a task only when a thread stands by for it, or
 * when there can be no more threads.
 *
 * <p>No task waits while a thread is missing: who puts one in the queue looks at the number of threads afterwards, and a
 * thread that ends, because it was idle for so long, looks at the queue afterwards. Whichever looks last sees the other.
 *
 * <p>Where no thread can be made, such as for want of memory, a task waits for those that there are, and fails if there is
 * none.
 */
public final class GrowingPool extends ThreadPoolExecutor {

    /** Has nothing to do: the thread that runs it then looks at the queue. */
    @SuppressWarnings("UnnecessaryLambda") // known by its identity
    private static final Runnable LOOK = () -> {};

    /** How many threads run: the pool's own size counts one that is about to fail to start, too. */
    private final AtomicInteger running = new AtomicInteger();

    /**
     * Makes a pool without threads.
     *
     * @param core how many threads stay when there is nothing to do
     * @param most how many threads there are at most
     * @param keepAliveNanos how long a thread beyond the core stays without work
     * @param factory makes the threads
     */
    public GrowingPool(int core, int most, long keepAliveNanos, ThreadFactory factory) {
        super(core, most, keepAliveNanos, TimeUnit.NANOSECONDS, new Handover(), factory, GrowingPool::reject);
        setThreadFactory(work -> factory.newThread(() -> {
            running.incrementAndGet();
            try {
                work.run();
            } finally {
                running.decrementAndGet();
                lookAtTheQueue();
            }
        }));
    }

    /**
     * Runs a task on one of the threads.
     *
     * @param task what to run
     * @throws RejectedExecutionException if the pool is shut down
     * @throws OutOfMemoryError if there is no thread and none can be made; or whatever else their factory throws then
     */
    @Override
    public void execute(Runnable task) {
        try {
            super.execute(task);
        } catch (RejectedExecutionException shutDown) {
            throw shutDown;
        } catch (Throwable noThread) {
            queue(task);
        }
    }

    private static void reject(Runnable task, ThreadPoolExecutor pool) {
        if (task != LOOK) { // else there are as many threads as can be, and each that ends from now on looks
            ((GrowingPool) pool).queue(task);
        }
    }

    private void queue(Runnable task) {
        Handover queue = (Handover) getQueue();
        if (isShutdown()) {
            throw shutDown();
        }
        queue.put(task);
        if (isShutdown() && queue.remove(task)) {
            throw shutDown();
        }
        if (getPoolSize() < getMaximumPoolSize()) {
            try {
                super.execute(LOOK);
            } catch (Throwable noThread) {
                if (running.get() == 0 && queue.remove(task)) { // else one comes to it
                    throw noThread;
                }
            }
        }
    }

    private static RejectedExecutionException shutDown() {
        return new RejectedExecutionException("The pool is shut down");
    }

    private void lookAtTheQueue() {
        if (getQueue().isEmpty()) {
            return;
        }
        try {
            super.execute(LOOK);
        } catch (Throwable noThread) { // in place of this one, which can still do what it found
            for (Runnable task = getQueue().poll();
                    task != null;
                    task = getQueue().poll()) {
                run(task);
            }
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            Thread here = Thread.currentThread();
            here.getUncaughtExceptionHandler().uncaughtException(here, thrown);
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
