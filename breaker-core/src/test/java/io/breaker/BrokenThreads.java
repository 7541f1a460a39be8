package io.breaker;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A factory whose threads start as often as memory allows, and then no more: the others ask for more than there can be. */
public final class BrokenThreads implements ThreadFactory {

    private static final long STACK_BEYOND_ALL_MEMORY = 1L << 50;

    private final AtomicInteger left;

    public BrokenThreads(int thatStart) {
        left = new AtomicInteger(thatStart);
    }

    @Override
    public Thread newThread(Runnable task) {
        long stack = left.getAndDecrement() > 0 ? 0 : STACK_BEYOND_ALL_MEMORY;
        Thread thread = new Thread(null, task, "may be broken", stack);
        thread.setUncaughtExceptionHandler((dead, thrown) -> {});
        return thread;
    }

    /** What the JVM throws. */
    public static OutOfMemoryError noThread() {
        return new OutOfMemoryError("unable to create native thread");
    }
}
