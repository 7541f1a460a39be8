package io.breaker.sample.drill;

import io.breaker.sample.outside.SharedServers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one stage after the other, and prints a line for each second. */
final class FleetSession {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final SharedServers servers;
    private final FleetWatch watch;
    private final Recorder recorder;
    private final FleetReport report;
    private final long start = System.nanoTime();

    FleetSession(SharedServers servers, FleetWatch watch, Recorder recorder, FleetReport report) {
        this.servers = servers;
        this.watch = watch;
        this.recorder = recorder;
        this.report = report;
    }

    /** @param change what begins the stage */
    StageResult run(Stage stage, Runnable change) throws InterruptedException {
        report.title(stage);
        recorder.begin();
        servers.takeTraffic();
        long begin = System.nanoTime();
        change.run();
        List<StageResult.Second> seconds = new ArrayList<>();
        while (seconds.size() < stage.least() || (seconds.size() < stage.most() && !stage.isReached(watch.last()))) {
            seconds.add(second());
        }
        return new StageResult(stage, begin, seconds, watch.sightings());
    }

    private StageResult.Second second() throws InterruptedException {
        long begin = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(SECOND);
        long end = System.nanoTime();
        List<Answer> answers = recorder.answers().stream()
                .filter(answer -> answer.doneNanos() - begin >= 0)
                .toList();
        StageResult.Second second = new StageResult.Second(begin, end, servers.takeTraffic(), answers);
        report.second(TimeUnit.NANOSECONDS.toSeconds(end - start), watch.last(), second);
        return second;
    }
}
