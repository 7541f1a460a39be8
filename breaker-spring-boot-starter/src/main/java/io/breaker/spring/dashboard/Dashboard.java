package io.breaker.spring.dashboard;

import io.breaker.TimeSource;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Those who watch. While there are none, there is no thread, and nothing is counted for them. When the application stops, it
 * ends all streams before the web server begins to wait for them.
 */
public final class Dashboard implements SmartLifecycle, AutoCloseable {

    /** Each stream holds a connection and, in a servlet container, a thread of ours. */
    static final int MOST_WATCHERS = 32;

    private final String application;
    private final Policies policies;
    private final InstantSource clock;
    private final boolean controls;
    private final Journal journal;
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private @Nullable Session session;
    private boolean running;

    /**
     * Makes a dashboard, which listens to transitions until it is closed.
     *
     * @param application the application's name
     * @param policies what it shows
     * @param clock the wall clock
     * @param controls whether the page has buttons
     */
    public Dashboard(String application, Policies policies, InstantSource clock, boolean controls) {
        this.application = application;
        this.policies = policies;
        this.clock = clock;
        this.controls = controls;
        this.journal = new Journal(policies.circuitBreakers());
    }

    /** {@return whether there was room, and the stream will be told} */
    synchronized boolean watch(Watcher watcher) {
        if (!running || watchers.size() >= MOST_WATCHERS) {
            return false;
        }
        watchers.add(watcher);
        Session current = session;
        if (current == null) {
            LiveView view = new LiveView(application, controls, policies, journal, TimeSource.precise(), clock);
            current = new Session(view, this::leave);
            current.start();
            session = current;
        }
        current.greet(watcher);
        return true;
    }

    synchronized void leave(Watcher watcher) {
        Session current = session;
        if (!watchers.remove(watcher) || current == null) {
            return;
        }
        if (watchers.isEmpty()) {
            current.end();
            session = null;
        } else {
            current.forget(watcher);
        }
    }

    /** {@return how many watch} */
    synchronized int watchers() {
        return watchers.size();
    }

    @Override
    public synchronized void start() {
        running = true;
    }

    /** In the default phase, and so before the web server's, which would wait for open streams for half a minute. */
    @Override
    public void stop() {
        List<Watcher> all;
        synchronized (this) {
            running = false;
            all = List.copyOf(watchers);
            all.forEach(this::leave);
        }
        all.forEach(Watcher::end);
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public void close() {
        stop();
        journal.close();
    }
}
