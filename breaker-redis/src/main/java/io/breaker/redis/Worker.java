package io.breaker.redis;

import io.breaker.TimeSource;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread that asks for connections. Drivers may connect right there, and so block for as long as connecting takes: what
 * comes meanwhile waits in a queue, up to a bound.
 *
 * <p>If one task takes so long that connecting has come to hang for good, another thread takes over, and the hanging one is
 * interrupted. Each time that happens again while hanging threads are left, patience doubles: so there are few of them.
 */
final class Worker {

    private static final int QUEUE = 1_000;
    private static final long IDLE_SECONDS = 10;
    private static final int MOST_DOUBLINGS = 7;

    private final ReentrantLock lock = new ReentrantLock();
    private final TimeSource time;
    private final long patienceNanos;
    private Crew crew = new Crew();
    private int hanging;
    private boolean closed;

    Worker(TimeSource time, Duration patience) {
        this.time = time;
        this.patienceNanos = patience.toNanos();
    }

    /**
     * Runs a task, soon.
     *
     * @throws RejectedExecutionException if too many wait already, or this is closed
     */
    void execute(Runnable task) {
        lock.lock();
        try {
            if (closed) {
                throw new RejectedExecutionException("The fleet's store in Redis is closed");
            }
            if (crew.hasHungFor(patienceNanos << Math.min(hanging, MOST_DOUBLINGS))) {
                replaceCrew();
            }
            crew.execute(task);
        } finally {
            lock.unlock();
        }
    }

    /** Takes back a task that nobody waits for any more, if it has not begun. */
    void remove(Runnable task) {
        lock.lock();
        try {
            crew.remove(task);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            crew.shutdownNow();
        } finally {
            lock.unlock();
        }
    }

    private void replaceCrew() {
        hanging++;
        crew.isReplaced = true;
        Crew next = new Crew();
        crew.getQueue().drainTo(next.getQueue());
        crew.shutdownNow();
        crew = next;
        crew.prestartCoreThread();
    }

    /** One thread and its queue. */
    private final class Crew extends ThreadPoolExecutor {

        private boolean isBusy;
        private boolean isReplaced;
        private long since;

        Crew() {
            super(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), Worker::thread);
            allowCoreThreadTimeOut(true);
        }

        boolean hasHungFor(long nanos) {
            return isBusy && time.nanoTime() - since >= nanos;
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            lock.lock();
            try {
                isBusy = true;
                since = time.nanoTime();
            } finally {
                lock.unlock();
            }
        }

        @Override
        protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
            lock.lock();
            try {
                isBusy = false;
                if (isReplaced) {
                    isReplaced = false;
                    hanging--;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "breaker-fleet-redis", 0, false);
        thread.setDaemon(true);
        return thread;
    }
}
