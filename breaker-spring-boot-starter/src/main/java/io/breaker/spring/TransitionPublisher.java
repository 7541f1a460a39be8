package io.breaker.spring;

import io.breaker.PerInstance;
import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Tells the application's listeners of the breakers' transitions, from the first phase of the start to the last one of the
 * stop. On a thread of its own, one after the other: transitions happen on the threads of calls, and these must not wait for
 * listeners, nor see what those throw. The thread is made for a transition and ends when idle. A listener that hangs holds up
 * later events, of which so many are kept that their number is no matter, and no more.
 */
final class TransitionPublisher implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TransitionPublisher.class);

    private static final int MOST_WAITING = 1000;
    private static final int IDLE_SECONDS = 10;
    private static final int LAST_ONE_SECONDS = 1;

    private final CircuitBreakerRegistry registry;
    private final ApplicationEventPublisher application;
    private volatile @Nullable Running running;

    TransitionPublisher(CircuitBreakerRegistry registry, ApplicationEventPublisher application) {
        this.registry = registry;
        this.application = application;
    }

    @Override
    public void start() {
        if (running == null) {
            running = new Running(registry, this::publish);
        }
    }

    private void publish(Transition transition) {
        try {
            application.publishEvent(new CircuitBreakerTransitionEvent(transition));
        } catch (Throwable thrown) { // what a listener throws comes out here, and others may not have been told
            log.warn("A listener failed when it was told of a transition of {}", transition.name(), thrown);
        }
    }

    @Override
    public void stop() {
        Running ending = running;
        running = null;
        if (ending != null) {
            ending.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    /** Before whatever makes breakers move, and after it: an application that stops hears of all that the stop does. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    /** From one start to the stop: an application that is paused may start again. */
    private static final class Running implements Subscription {

        private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), Running::thread);
        private final Consumer<Transition> listeners;
        private final PerInstance<CircuitBreaker, Subscription> breakers;

        Running(CircuitBreakerRegistry registry, Consumer<Transition> listeners) {
            this.listeners = listeners;
            thread.allowCoreThreadTimeOut(true);
            breakers = new PerInstance<>(registry, breaker -> breaker.on(Transition.class, this::pass));
        }

        private static Thread thread(Runnable task) {
            Thread made = new Thread(task, "breaker-transitions");
            made.setDaemon(true);
            return made;
        }

        private void pass(Transition transition) {
            try {
                thread.execute(() -> listeners.accept(transition));
            } catch (RejectedExecutionException full) {
                if (!thread.isShutdown()) {
                    log.warn(
                            "{} transitions wait for the application's listeners: that of {} to {} is not published",
                            MOST_WAITING,
                            transition.name(),
                            transition.to());
                }
            }
        }

        /** Lets those listeners finish that are at it, for a moment; what waits until then is told, too. */
        @Override
        public void close() {
            breakers.close();
            thread.shutdown();
            try {
                if (!thread.awaitTermination(LAST_ONE_SECONDS, TimeUnit.SECONDS)) {
                    thread.shutdownNow();
                }
            } catch (InterruptedException e) {
                thread.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }
}
