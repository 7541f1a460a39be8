package io.breaker.benchmarks;

import io.breaker.benchmarks.peers.Side;
import io.breaker.benchmarks.report.Case;
import io.breaker.benchmarks.report.Report;
import io.breaker.benchmarks.report.Results;
import io.breaker.benchmarks.report.Sample;
import io.breaker.benchmarks.retained.Retained;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.openjdk.jmh.runner.RunnerException;

/**
 * A run: round by round, each line once a round, so that all sides see the machine's good and bad moments alike. Then
 * lines whose forks disagree once more, while there is time.
 */
final class Rounds {

    private static final int MOST_REPETITIONS = 4;
    private static final int MANY_THREADS = 8;
    private static final List<Side> NOT_RETAINED = List.of(
            Side.BREAKER_COUNT_COARSE,
            Side.BREAKER_TIME_COARSE,
            Side.RESILIENCE4J_COUNT_COARSE,
            Side.RESILIENCE4J_STACK_TRACE);

    private final Options options;
    private final Results results = new Results();
    private final long start = System.nanoTime();

    Rounds(Options options) {
        this.options = options;
    }

    void run() throws RunnerException, IOException {
        retained();
        List<Case> cases = Plan.of(options.full()).stream()
                .filter(each -> options.wants(each.toString()))
                .toList();
        for (int round = 1; round <= options.rounds(); round++) {
            if (options.wants("start-up") && !isLate()) {
                results.startUp().round();
            }
            round("round " + round + " of " + options.rounds(), alternated(cases, round), each -> true);
        }
        for (int i = 1; i <= MOST_REPETITIONS && options.rounds() > 1; i++) {
            round("repetition " + i, cases, results::isNoisy);
        }
        System.out.println("\n" + write());
    }

    private static List<Case> alternated(List<Case> cases, int round) {
        List<Case> order = new ArrayList<>(cases);
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        return order;
    }

    private void round(String title, List<Case> cases, Predicate<Case> wanted) throws RunnerException, IOException {
        if (cases.stream().noneMatch(each -> wanted.test(each) && !isLate())) {
            return;
        }
        String load = title + ": " + load();
        results.addLoad(load);
        System.out.println(load);
        for (Case each : cases) {
            if (wanted.test(each) && !isLate()) {
                Sample sample = options.fork().run(each);
                results.add(each, sample);
                System.out.printf(Locale.ROOT, "%9.1f ns %7.0f B  %s%n", sample.nanos(), sample.bytes(), each);
            }
        }
        write();
    }

    private boolean isLate() {
        return elapsed().compareTo(options.budget()) > 0;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void retained() {
        for (int threads : new int[] {1, MANY_THREADS}) {
            for (Side side : Side.values()) {
                boolean quick =
                        side == Side.BREAKER_COUNT || side == Side.BREAKER_TIME || side == Side.RESILIENCE4J_COUNT;
                boolean wanted = options.wants("retained") && !NOT_RETAINED.contains(side);
                if (wanted && (threads == 1 || options.full() || quick)) {
                    Retained figure = Retained.measure(side, threads);
                    results.add(figure);
                    System.out.printf(
                            Locale.ROOT, "%,9d B retained, %d threads: %s%n", figure.bytes(), threads, side.title());
                }
            }
        }
    }

    /** The system's load average of the last minute: how many threads wanted a processor. */
    private static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return String.format(Locale.ROOT, "%.2f", load);
    }

    private String write() throws IOException {
        Runtime.Version java = Runtime.version();
        String report = Report.of(
                results,
                List.of(
                        "Java " + java + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                                + ", " + Runtime.getRuntime().availableProcessors() + " processors",
                        (options.full() ? "long" : "short") + " run, "
                                + elapsed().toSeconds() + " s; each fork "
                                + options.fork().iterations() + " + "
                                + options.fork().iterations() + " iterations of "
                                + options.fork().iteration()));
        Files.writeString(options.out(), report);
        return report + "\nWritten to " + options.out().toAbsolutePath();
    }
}
