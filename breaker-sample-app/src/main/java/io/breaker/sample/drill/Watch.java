package io.breaker.sample.drill;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Looks at the breakers twenty times a second. */
final class Watch implements AutoCloseable {

    private static final long PERIOD_MILLIS = 50;

    private final App app;
    private final Recorder recorder;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> looking;
    private volatile Recorder.Sighting last = new Recorder.Sighting(System.nanoTime(), "?", "?");

    Watch(App app, Recorder recorder) {
        this.app = app;
        this.recorder = recorder;
        this.looking = timer.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        String redis = app.breakerState("redis");
        String payment = redis.equals("?") ? "?" : app.breakerState("payment");
        last = new Recorder.Sighting(System.nanoTime(), redis, payment);
        recorder.add(last);
    }

    Recorder.Sighting last() {
        return last;
    }

    @Override
    public void close() {
        looking.cancel(true);
        timer.shutdownNow();
    }
}
