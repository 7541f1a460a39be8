package io.breaker.spring;

import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import org.springframework.context.SmartLifecycle;

/**
 * Closes the thread-pool bulkheads when the application ends: after web servers and listeners have stopped, so that nothing
 * new comes, and before any bean is destroyed that an accepted call may need.
 */
final class ThreadPoolShutdown implements SmartLifecycle {

    private final ThreadPoolBulkheadRegistry registry;
    private volatile boolean running;

    ThreadPoolShutdown(ThreadPoolBulkheadRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        registry.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
