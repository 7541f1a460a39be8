package io.breaker;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads for what belongs to users and must not hold up the {@link Timer} or the end of somebody else's call. For
 * policies. Not the common pool: the calls that hang there are those that time limits must reach. Nor is it one pool for
 * all, for the same reason: bodies that hang on every one of its threads must not hold up the time-outs that end them.
 * Threads are daemons, are made as they are needed, at most 256 of each kind, and end when idle for ten seconds.
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

    /**
     * Goes on with a call that had to wait for its permit. That comes on a thread that ends another call, which the body
     * must not hold up.
     *
     * @param workers run a call that has its permit
     * @param permit leave for the call, or {@code null}
     * @param refused why there is none
     * @param call gets either; where no thread can be made it gets that, and the permit is released
     */
    public static void goOn(
            Executor workers,
            @Nullable Permit permit,
            @Nullable Throwable refused,
            BiConsumer<@Nullable Permit, @Nullable Throwable> call) {
        if (permit == null) {
            endings().execute(() -> call.accept(null, refused));
            return;
        }
        try {
            workers.execute(() -> call.accept(permit, null));
        } catch (Throwable noThread) {
            try {
                permit.release();
            } finally {
                call.accept(null, noThread);
            }
        }
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
