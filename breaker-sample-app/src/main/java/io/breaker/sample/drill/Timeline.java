package io.breaker.sample.drill;

import io.breaker.sample.drill.Answer.Kind;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Prints one line a second: what clients got in it, and how things stand at its end. */
final class Timeline {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Recorder recorder;
    private final Watch watch;
    private final Load load;
    private final long start = System.nanoTime();

    Timeline(Recorder recorder, Watch watch, Load load) {
        this.recorder = recorder;
        this.watch = watch;
        this.load = load;
    }

    void title(String title) {
        System.out.println();
        System.out.println(title);
        line(
                "time", "fault", "req/s", "redis", "db", "paid", "pending", "failed", "p50", "p99", "waiting", "redis",
                "payment");
    }

    /** Waits until the second is over, and prints it. */
    void second(String fault) throws InterruptedException {
        long begin = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(SECOND);
        List<Answer> answers = recorder.answers().stream()
                .filter(answer -> answer.doneNanos() - begin >= 0)
                .toList();
        Latencies latencies = Latencies.of(answers);
        line(
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + "s",
                fault,
                answers.size(),
                share(answers, Kind.REDIS),
                share(answers, Kind.DATABASE),
                share(answers, Kind.PAID),
                share(answers, Kind.PENDING),
                answers.stream().filter(answer -> answer.kind().isFailure()).count(),
                Latencies.millis(latencies.percentile(50)),
                Latencies.millis(latencies.percentile(99)),
                load.waiting(),
                watch.last().redis(),
                watch.last().payment());
    }

    private static String share(List<Answer> answers, Kind kind) {
        long count = answers.stream().filter(answer -> answer.kind() == kind).count();
        return answers.isEmpty() ? "-" : Math.round(100.0 * count / answers.size()) + "%";
    }

    private static void line(Object... columns) {
        System.out.println(
                String.format(Locale.ROOT, "%6s %-15s %6s %6s %6s %6s %8s %7s %9s %9s %8s  %-10s %s", columns));
    }
}
