package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Threads that do their work again and again until somebody stops them all, or one of them fails. */
final class Crowd {

    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    void add(String name, Runnable work) {
        Thread thread = new Thread(() -> repeat(work), "soak-" + name);
        thread.setDaemon(true);
        threads.add(thread);
    }

    private void repeat(Runnable work) {
        try {
            while (!stopped) {
                work.run();
            }
        } catch (Throwable thrown) {
            failures.add(thrown);
            stopped = true;
        }
    }

    List<Thread> threads() {
        return List.copyOf(threads);
    }

    /** Lets all work for a time, and waits until all have stopped. Throws what one of them threw. */
    void run(Duration time) throws InterruptedException {
        threads.forEach(Thread::start);
        long end = System.nanoTime() + time.toNanos();
        while (!stopped && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        stopped = true;
        for (Thread thread : threads) {
            thread.join(60_000);
            assertThat(thread.isAlive()).as("%s is stuck", thread.getName()).isFalse();
        }
        for (Throwable failure : failures) {
            throw new AssertionError(failure.toString(), failure);
        }
    }

    /** Tries until a check holds, for a minute at most. */
    static void eventually(Runnable check) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() - end > 0) {
                    throw notYet;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }
}
