package io.breaker.circuitbreaker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Many threads that do the same at once. */
final class Race {

    static final int THREADS = 64;

    private static final ExecutorService POOL = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "race");
        thread.setDaemon(true);
        return thread;
    });

    private Race() {}

    @FunctionalInterface
    interface Runner {
        void run(int thread) throws Exception;
    }

    /** Runs all to their end, and throws what one of them threw. */
    static void run(Runner runner) throws Exception {
        run(THREADS, runner);
    }

    static void run(int threads, Runner runner) throws Exception {
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            runs.add(POOL.submit(() -> {
                runner.run(thread);
                return null;
            }));
        }
        for (Future<?> run : runs) {
            run.get(60, TimeUnit.SECONDS);
        }
    }

    static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException missing) {
            throw new AssertionError("not all came", missing);
        }
    }

    /** Lets few threads go on within nanoseconds of each other, as long as there are processors for them. */
    static final class SpinBarrier {

        private final AtomicInteger missing;
        private final int threads;
        private volatile int phase;

        SpinBarrier(int threads) {
            this.threads = threads;
            this.missing = new AtomicInteger(threads);
        }

        /** Waits for the others; the last to come does what is to be done before all go on. */
        @SuppressWarnings({"NonAtomicVolatileUpdate", "ThreadPriorityCheck"}) // one thread writes; the others only wait
        void await(Runnable before) {
            int own = phase;
            if (missing.decrementAndGet() == 0) {
                missing.set(threads);
                before.run();
                phase = own + 1;
            }
            for (int spins = 1; phase == own; spins++) {
                if (spins % 1_000 == 0) {
                    Thread.yield();
                } else {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
