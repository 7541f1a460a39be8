package io.breaker.sample.drill;

import io.breaker.sample.drill.Answer.Kind;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the fleet's drill prints: a line for each second, a table of the stages, and what was expected. */
final class FleetReport {

    private static final String SECONDS = "%5s  %-13s %-13s %-13s %11s %12s %6s %8s %7s%n";
    private static final String STAGES = "| %-22s | %-10s | %-15s | %14s | %14s | %5s | %7s | %6s |%n";

    private final PrintStream out;
    private boolean allAsExpected = true;

    FleetReport(PrintStream out) {
        this.out = out;
    }

    void title(Stage stage) {
        out.printf("%n%s%n", stage.title());
        out.printf(SECONDS, "time", "A", "B", "C", "at payment", "most at once", "paid", "pending", "failed");
    }

    void second(long time, List<Look> looks, StageResult.Second second) {
        out.printf(
                SECONDS,
                time + "s",
                looks.get(0),
                looks.get(1),
                looks.get(2),
                second.traffic().calls() + "/s",
                second.traffic().mostAtOnce(),
                second.count(Kind.PAID),
                second.count(Kind.PENDING),
                second.failed());
    }

    void table(List<StageResult> results) {
        out.println();
        out.printf(
                STAGES, "stage", "A, B, C", "after", "calls a second", "probes at once", "paid", "pending", "failed");
        out.printf(
                STAGES,
                "-".repeat(22),
                "-".repeat(10),
                "-".repeat(15),
                "-".repeat(13) + ":",
                "-".repeat(13) + ":",
                "-".repeat(4) + ":",
                "-".repeat(6) + ":",
                "-".repeat(5) + ":");
        results.forEach(this::row);
        out.printf(
                "%ncalls a second: of all that reached the payment service. probes at once: there, while all three held"
                        + " calls back.%nfailed: requests of any kind that got an error, or no answer in time.%n%n");
    }

    private void row(StageResult result) {
        int probes = result.mostProbesAtOnce();
        out.printf(
                STAGES,
                result.stage().title(),
                result.stage().goalName(),
                result.reachedAfter().stream().map(FleetReport::seconds).collect(Collectors.joining(", ", "", " s")),
                String.format(Locale.ROOT, "%.1f", result.callsPerSecond()),
                probes < 0 ? "-" : probes,
                result.count(Kind.PAID),
                result.count(Kind.PENDING),
                result.failed());
    }

    private static String seconds(long nanos) {
        return nanos < 0 ? "-" : String.format(Locale.ROOT, "%.1f", nanos / 1e9);
    }

    void expect(String expectation, boolean isSo) {
        out.printf("%-4s %s%n", isSo ? "yes" : "NO", expectation);
        allAsExpected &= isSo;
    }

    boolean allAsExpected() {
        return allAsExpected;
    }
}
