package io.breaker;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what belongs to users and must not hold up the {@link Timer} or the end of somebody else's call. For policies. Not
 * the common pool: the calls that hang there are those that time limits must reach. Threads are daemons, are made as they
 * are needed, at most 256, and end when idle for ten seconds.
 */
public final class Workers {

    private static final int MOST_THREADS = 256;
    private static final Executor SHARED = create();

    private Workers() {}

    /** {@return the executor that all policies share} */
    public static Executor shared() {
        return SHARED;
    }

    private static Executor create() {
        return new GrowingPool(0, MOST_THREADS, TimeUnit.SECONDS.toNanos(10), Workers::thread);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "breaker-worker", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Workers.class.getClassLoader()); // not of whoever happens to start it
        return thread;
    }
}
