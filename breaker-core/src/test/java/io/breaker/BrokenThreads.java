package io.breaker;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A factory whose threads start as often as memory allows, and then no more. */
public final class BrokenThreads implements ThreadFactory {

    private final AtomicInteger left;

    public BrokenThreads(int thatStart) {
        left = new AtomicInteger(thatStart);
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task) {
            @Override
            public synchronized void start() {
                if (left.getAndDecrement() <= 0) {
                    throw noThread();
                }
                super.start();
            }
        };
        thread.setUncaughtExceptionHandler((dead, thrown) -> {});
        return thread;
    }

    /** What the JVM throws. */
    public static OutOfMemoryError noThread() {
        return new OutOfMemoryError("unable to create native thread");
    }
}
