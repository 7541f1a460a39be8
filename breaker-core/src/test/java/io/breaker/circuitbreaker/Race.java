package io.breaker.circuitbreaker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

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
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
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
}
