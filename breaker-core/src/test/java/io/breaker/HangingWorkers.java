package io.breaker;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Bodies that hang on all of the workers' threads, until this is closed. */
public final class HangingWorkers implements AutoCloseable {

    private static final int MOST_THREADS = 256;

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();

    public HangingWorkers() {
        for (int i = 0; i < MOST_THREADS; i++) {
            Workers.shared().execute(() -> {
                hanging.incrementAndGet();
                try {
                    end.await();
                } catch (InterruptedException impossible) {
                    throw new AssertionError(impossible);
                } finally {
                    hanging.decrementAndGet();
                }
            });
        }
        await().until(() -> hanging.get() == MOST_THREADS);
    }

    @Override
    public void close() {
        end.countDown();
        await().until(() -> hanging.get() == 0);
    }
}
