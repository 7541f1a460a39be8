package io.breaker;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs short tasks later. All policies share one daemon thread, started on first use; tasks on it must not block, so what
 * belongs to users is handed on to another thread.
 */
@FunctionalInterface
public interface Timer {

    /**
     * Runs a task once, unless it is cancelled before.
     *
     * @param delayNanos how long to wait, in nanoseconds; at once if not positive
     * @param task what to run
     * @return the way to cancel it
     */
    Future<?> schedule(long delayNanos, Runnable task);

    /**
     * The timer that all policies share.
     *
     * @return the timer
     */
    static Timer shared() {
        return Shared.TIMER;
    }

    /** Starts the thread when it is first needed. */
    final class Shared {

        private static final Logger log = LoggerFactory.getLogger(Timer.class);
        private static final Timer TIMER = create();

        private Shared() {}

        private static Timer create() {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(null, task, "breaker-timer", 0, false);
                thread.setDaemon(true);
                thread.setContextClassLoader(null); // it outlives the application that happens to start it
                return thread;
            });
            executor.setRemoveOnCancelPolicy(true);
            return (delayNanos, task) -> executor.schedule(() -> run(task), delayNanos, TimeUnit.NANOSECONDS);
        }

        private static void run(Runnable task) {
            try {
                task.run();
            } catch (Throwable thrown) {
                log.error("A task on the timer threw", thrown);
            }
        }
    }
}
