package io.breaker.benchmarks.fleet;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that play all instances: they wait most of the time. Calls that block have threads of their own. */
final class Machine implements AutoCloseable {

    private static final int TIMERS = 4;
    private static final int BLOCKING = 64;

    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(TIMERS);
    private final ExecutorService blocking = Executors.newFixedThreadPool(BLOCKING);

    /** {@return who makes calls of a kind} */
    Executor callers(Kind kind) {
        return kind.blocks() ? blocking : Runnable::run;
    }

    void at(long time, Runnable task) {
        timers.schedule(task, time - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timers.shutdownNow();
        blocking.shutdownNow();
    }
}
