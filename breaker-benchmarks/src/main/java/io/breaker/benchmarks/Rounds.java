package io.breaker.benchmarks;

import io.breaker.benchmarks.peers.Side;
import io.breaker.benchmarks.report.Case;
import io.breaker.benchmarks.report.Report;
import io.breaker.benchmarks.report.Results;
import io.breaker.benchmarks.report.Sample;
import io.breaker.benchmarks.retained.Retained;
import io.breaker.benchmarks.startup.StartUp;
import io.breaker.benchmarks.startup.Variant;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final Measurement measurement;
    private final Results results;
    private final long start = System.nanoTime();

    /** How one line is measured once. */
    interface Measurement {
        Sample of(Case line) throws RunnerException;
    }

    private interface Attempt {
        void run() throws RunnerException;
    }

    Rounds(Options options, Measurement measurement) {
        this.options = options;
        this.measurement = measurement;
        this.results = new Results(Plan.of(options.full()), options.only() != null);
    }

    /** {@return whether all that was wanted could be measured} */
    boolean run() throws IOException {
        if (options.wants("retained")) {
            load("retained");
            retained();
        }
        List<Case> cases = Plan.of(options.full()).stream()
                .filter(each -> options.wants(each.toString()))
                .toList();
        boolean startUp = options.wants("start-up");
        for (int round = 1; round <= options.rounds(); round++) {
            round("round " + round + " of " + options.rounds(), startUp, alternated(cases, round));
        }
        for (int i = 1; i <= MOST_REPETITIONS && options.rounds() > 1; i++) {
            round(
                    "repetition " + i,
                    false,
                    cases.stream().filter(results::isWorthRepeating).toList());
        }
        System.out.println("\n" + write());
        return results.failures().isEmpty();
    }

    private static List<Case> alternated(List<Case> cases, int round) {
        List<Case> order = new ArrayList<>(cases);
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        return order;
    }

    private void round(String title, boolean startUp, List<Case> cases) throws IOException {
        if (isLate() || (!startUp && cases.isEmpty())) {
            return;
        }
        load(title);
        if (startUp) {
            startUp();
        }
        for (Case each : cases) {
            if (!isLate()) {
                attempt(each.toString(), () -> call(each));
            }
        }
        write();
    }

    /** A line that fails is lost for this round, and no other is. */
    private void attempt(String line, Attempt attempt) {
        try {
            attempt.run();
        } catch (RunnerException | RuntimeException failure) {
            String reason = reason(failure);
            results.addFailure(line, reason);
            System.out.println("       FAILED  " + line + ": " + reason);
        }
    }

    /** JMH wraps, and hangs what a benchmark threw onto an exception of its own, as suppressed. */
    private static String reason(Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null || reason.getSuppressed().length > 0) {
            reason = reason.getCause() != null ? reason.getCause() : reason.getSuppressed()[0];
        }
        return reason.toString().replaceAll("\\s+", " ");
    }

    private void call(Case line) throws RunnerException {
        Sample sample = measurement.of(line);
        results.add(line, sample);
        System.out.printf(Locale.ROOT, "%9.1f ns %7.0f B  %s%n", sample.nanos(), sample.bytes(), line);
    }

    /** In another order each time. */
    private void startUp() {
        List<Variant> order = new ArrayList<>(List.of(Variant.values()));
        Collections.rotate(order, results.startUp().rounds());
        Map<Variant, Double> round = new EnumMap<>(Variant.class);
        for (Variant variant : order) {
            attempt(variant.line(), () -> {
                double millis = StartUp.start(variant);
                round.put(variant, millis);
                System.out.printf(Locale.ROOT, "%9.0f ms            %s%n", millis, variant.line());
            });
        }
        results.startUp().add(round);
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
                if (!NOT_RETAINED.contains(side) && (threads == 1 || options.full() || quick)) {
                    String line = "retained, " + Case.Callers.platform(threads) + ": " + side.title();
                    attempt(line, () -> {
                        Retained figure = Retained.measure(side, threads);
                        results.add(figure);
                        System.out.printf(Locale.ROOT, "%,20d B  %s%n", figure.bytes(), line);
                    });
                }
            }
        }
    }

    /** Notes the system's load average of the last minute: how many threads wanted a processor. */
    private void load(String title) {
        double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        String load = String.format(Locale.ROOT, "%s: %.2f", title, average);
        results.addLoad(load);
        System.out.println("load, " + load);
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
                                + options.fork().warmups() + " + "
                                + options.fork().iterations() + " iterations of "
                                + options.fork().iteration()));
        Files.writeString(options.out(), report);
        return report + "\nWritten to " + options.out().toAbsolutePath();
    }
}
