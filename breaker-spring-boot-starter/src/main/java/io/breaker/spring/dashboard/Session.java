package io.breaker.spring.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A time during which somebody watches: one thread that looks once a second and tells all watchers, for whom it looks but
 * once. Whoever comes in between gets all there is at once. All but {@link #greet}, {@link #forget} and {@link #end} happens
 * on that thread.
 */
final class Session {

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private static final long TICK_MILLIS = 1_000;

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(Session::thread);
    private final List<Watcher> watchers = new ArrayList<>();
    private final View view;
    private final Consumer<Watcher> lost;
    private boolean complained;

    /** What watchers are told. */
    interface View extends AutoCloseable {

        Message hello();

        Message tick();

        @Override
        void close();
    }

    /**
     * Begins.
     *
     * @param view what is told
     * @param lost gets those who could not be told
     */
    Session(View view, Consumer<Watcher> lost) {
        this.view = view;
        this.lost = lost;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "breaker-dashboard");
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        // With a delay: after a pause of the whole machine ticks are not made up for, which would show calls of seconds
        // in one.
        ticker.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void greet(Watcher watcher) {
        ticker.execute(() -> {
            if (watcher.send(view.hello())) {
                watchers.add(watcher);
            } else {
                lost.accept(watcher);
            }
        });
    }

    void forget(Watcher watcher) {
        ticker.execute(() -> watchers.remove(watcher));
    }

    private void tick() {
        try {
            Message message = view.tick();
            for (Watcher watcher : List.copyOf(watchers)) {
                if (!watcher.send(message)) {
                    watchers.remove(watcher);
                    lost.accept(watcher);
                }
            }
        } catch (RuntimeException e) {
            if (!complained) {
                complained = true;
                log.warn("The dashboard cannot show everything; further failures are not logged", e);
            }
        }
    }

    void end() {
        ticker.execute(view::close);
        ticker.shutdown();
    }
}
