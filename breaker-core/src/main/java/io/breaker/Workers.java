package io.breaker;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what belongs to users and must not hold up the {@link Timer} or the end of somebody else's call. For policies. Not
 * the common pool: the calls that hang there are those that time limits must reach. Nor is it one pool for all, for the same
 * reason: bodies that hang on every one of its threads must not hold up the time-outs that end them. Threads are daemons,
 * are made as they are needed, at most 256 of each kind, and end when idle for ten seconds.
 */
public final class Workers {

    private static final int MOST_THREADS = 256;
    private static final Executor SHARED = pool(thread("breaker-worker"));
    private static final Executor ENDINGS = endings(thread("breaker-ending"));

    private Workers() {}

    /**
     * For bodies, such as further attempts, and calls that have waited for their permits.
     *
     * @return the executor that all policies share; it throws if there is no thread and none can be made
     */
    public static Executor shared() {
        return SHARED;
    }

    /**
     * For time-outs and other refusals of calls that waited. Completing a future runs what its user has attached.
     *
     * @return the executor that all policies share; where there is no thread and none can be made, it runs what it is given
     *     at once, since somebody waits for it
     */
    public static Executor endings() {
        return ENDINGS;
    }

    static Executor endings(ThreadFactory factory) {
        Executor pool = pool(factory);
        return ending -> {
            try {
                pool.execute(ending);
            } catch (Throwable noThread) {
                ending.run();
            }
        };
    }

    private static Executor pool(ThreadFactory factory) {
        return new GrowingPool(0, MOST_THREADS, TimeUnit.SECONDS.toNanos(10), factory);
    }

    private static ThreadFactory thread(String name) {
        return task -> {
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(Workers.class.getClassLoader()); // not of whoever happens to start it
            return thread;
        };
    }
}
