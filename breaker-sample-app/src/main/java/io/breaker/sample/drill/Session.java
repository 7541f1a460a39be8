package io.breaker.sample.drill;

import java.util.concurrent.TimeUnit;

/** Runs one fault after the other against the same load. */
final class Session {

    private static final int WARM_UP_SECONDS = 5;
    private static final int CALM_SECONDS = 2;
    private static final int PATIENCE_SECONDS = 15;

    private final Options options;
    private final App app;
    private final Recorder recorder;
    private final Watch watch;
    private final Load load;
    private final Timeline timeline;

    Session(Options options, App app, Recorder recorder, Watch watch, Load load, Timeline timeline) {
        this.options = options;
        this.app = app;
        this.recorder = recorder;
        this.watch = watch;
        this.load = load;
        this.timeline = timeline;
    }

    void warmUp() throws InterruptedException {
        timeline.title("All is well: " + options.rate() + " requests a second, one in five an order");
        for (int i = 0; i < WARM_UP_SECONDS; i++) {
            timeline.second("none");
        }
    }

    /** Breaks the server, lets the fault pass, and waits until everything is as before. */
    Result run(Fault fault, String title) throws InterruptedException {
        timeline.title(fault + ", " + title);
        recorder.begin();
        for (int i = 0; i < CALM_SECONDS; i++) {
            timeline.second("none");
        }
        long begin = System.nanoTime();
        app.breakServer(fault, options.seconds());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds());
        int mostWaiting = 0;
        for (int i = 0; i < options.seconds(); i++) {
            timeline.second(fault.toString());
            mostWaiting = Math.max(mostWaiting, load.waiting());
        }
        for (int i = 0; i < PATIENCE_SECONDS && !isCalm(); i++) {
            timeline.second("healed");
        }
        return Result.of(fault, begin, end, recorder, mostWaiting);
    }

    private boolean isCalm() {
        Recorder.Sighting last = watch.last();
        return isAtRest(last.redis()) && isAtRest(last.payment()) && load.waiting() < options.rate() / 10;
    }

    private static boolean isAtRest(String state) {
        return state.equals("CLOSED") || state.equals("DISABLED");
    }
}
