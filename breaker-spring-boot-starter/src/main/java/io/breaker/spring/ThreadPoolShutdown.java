package io.breaker.spring;

import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Closes the thread-pool bulkheads when the application ends: after web servers and listeners have stopped, so that nothing
 * new comes, and before any bean is destroyed that an accepted call may need. A pool that is closed stays so: an application
 * that is merely stopped or paused keeps its pools, for it may start again.
 */
final class ThreadPoolShutdown implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {

    private final ThreadPoolBulkheadRegistry registry;
    private final ApplicationContext application;
    private volatile boolean isEnding;
    private volatile boolean isClosed;

    ThreadPoolShutdown(ThreadPoolBulkheadRegistry registry, ApplicationContext application) {
        this.registry = registry;
        this.application = application;
    }

    /** Comes before {@link #stop}, if the application ends. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() == application) { // a parent hears its children's, too
            isEnding = true;
        }
    }

    @Override
    public boolean supportsAsyncExecution() {
        return false; // else it might come after stop
    }

    @Override
    public void start() {}

    @Override
    public void stop() {
        if (isEnding) {
            isClosed = true;
            registry.close();
        }
    }

    /** What does not run is not stopped: so this runs from the beginning, and through any other stop. */
    @Override
    public boolean isRunning() {
        return !isClosed;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
