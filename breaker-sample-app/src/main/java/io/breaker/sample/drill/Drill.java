package io.breaker.sample.drill;

import java.util.ArrayList;
import java.util.List;

/** Breaks Redis and then payment in each way, with the breakers at work and then without them. */
final class Drill {

    private static final List<Fault> FAULTS = List.of(
            new Fault("redis", "down", "300ms"),
            new Fault("redis", "hang", "300ms"),
            new Fault("redis", "slow", "300ms"),
            new Fault("redis", "errors", "300ms"),
            new Fault("payment", "down", "3s"),
            new Fault("payment", "hang", "3s"),
            new Fault("payment", "slow", "3s"),
            new Fault("payment", "errors", "3s"));

    private final Options options;
    private final App app;

    private Drill(Options options) {
        this.options = options;
        this.app = new App(options.url());
    }

    public static void main(String[] args) throws InterruptedException {
        try {
            Options options = Options.parse(args);
            if (options.help()) {
                System.out.println(Options.HELP);
            } else {
                new Drill(options).run();
            }
        } catch (DrillException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private void run() throws InterruptedException {
        app.mend();
        app.restock();
        Thread mend = new Thread(app::mendQuietly, "mend");
        Runtime.getRuntime().addShutdownHook(mend); // Ctrl-C must not leave a broken service behind.
        Recorder recorder = new Recorder();
        try (Watch watch = new Watch(app, recorder);
                Load load = new Load(options, recorder)) {
            Timeline timeline = new Timeline(recorder, watch, load);
            Session session = new Session(options, app, recorder, watch, load, timeline);
            session.warmUp();
            List<Result> guarded = runAll(session, "breakers at work");
            app.disableBreakers();
            List<Result> unguarded = runAll(session, "breakers DISABLED");
            app.mend();
            Report.print(guarded, unguarded);
        }
        Runtime.getRuntime().removeShutdownHook(mend);
    }

    private List<Result> runAll(Session session, String title) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        for (Fault fault : FAULTS) {
            if (fault.toString().contains(options.only())) {
                results.add(session.run(fault, title));
            }
        }
        return results;
    }
}
