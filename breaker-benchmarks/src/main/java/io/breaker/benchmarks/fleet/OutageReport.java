package io.breaker.benchmarks.fleet;

import io.breaker.benchmarks.fleet.Cell.Trouble;
import io.breaker.benchmarks.fleet.History.Call;
import io.breaker.benchmarks.tools.Median;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What outages and sickness did, as Markdown: medians over the seeds, with the least and the greatest where they differ. */
final class OutageReport {

    private final StringBuilder text = new StringBuilder();
    private final Map<Cell, List<History>> histories;

    private OutageReport(Map<Cell, List<History>> histories) {
        this.histories = histories;
    }

    static String of(Map<Cell, List<History>> histories, List<String> loads) {
        OutageReport report = new OutageReport(histories);
        report.text
                .append("\nLoad average before each seed and at the end: ")
                .append(String.join(", ", loads))
                .append('\n');
        report.outage("Outage, 1 rps each", true);
        report.outage("Outage, 100 rps in total", false);
        report.sickness();
        report.machine();
        return report.text.toString();
    }

    private void head(String title, String... columns) {
        text.append("\n### ").append(title).append("\n\n| ").append(String.join(" | ", columns));
        text.append(" |\n|---|").append("---:|".repeat(columns.length - 1)).append('\n');
    }

    private void outage(String title, boolean oneEach) {
        head(
                title,
                "kind",
                "N",
                "opened %",
                "last opens after s",
                "median s",
                "wasted until then",
                "wasted in all",
                "probes at a time",
                "probes per attempt",
                "all closed after s",
                "herd %");
        histories.forEach((cell, runs) -> {
            if (cell.trouble() == Trouble.OUTAGE && (cell.rate() == 1) == oneEach) {
                List<OutageFigures> all = runs.stream().map(OutageFigures::of).toList();
                row(
                        cell,
                        figure(all, OutageFigures::openedPercent, "%.0f"),
                        figure(all, OutageFigures::lastOpening, "%.1f"),
                        figure(all, OutageFigures::medianOpening, "%.1f"),
                        figure(all, OutageFigures::wasted, "%.0f"),
                        figure(all, OutageFigures::wastedInAll, "%.0f"),
                        figure(all, OutageFigures::probesAtATime, "%.0f"),
                        figure(all, OutageFigures::probesPerAttempt, "%.1f"),
                        figure(all, OutageFigures::closing, "%.1f"),
                        figure(all, OutageFigures::herdPercent, "%.0f"));
            }
        });
    }

    private void sickness() {
        for (Trouble trouble : List.of(Trouble.ONE_SICK, Trouble.ONE_SICK_OTHERS_SNEEZE)) {
            head(
                    "Of ten, " + trouble.title() + ", for 60 s",
                    "kind",
                    "N",
                    "rps each",
                    "healthy traffic refused %",
                    "of calls",
                    "the sick one's refused %");
            histories.forEach((cell, runs) -> {
                if (cell.trouble() == trouble) {
                    List<SicknessFigures> all =
                            runs.stream().map(SicknessFigures::of).toList();
                    row(
                            cell,
                            String.format(Locale.ROOT, "%.0f", cell.rate()),
                            figure(all, SicknessFigures::refusedPercent, "%.2f"),
                            figure(all, SicknessFigures::others, "%.0f"),
                            figure(all, SicknessFigures::sickRefusedPercent, "%.0f"));
                }
            });
        }
    }

    /** Whether the machine kept up, and what callers waited: the rest is worth nothing if it did not. */
    private void machine() {
        head(
                "The machine, all runs of a kind",
                "kind",
                "calls wanted",
                "late ms, median",
                "late ms, 99 %",
                "callers waited us, median",
                "callers waited us, 99 %",
                "failed exchanges");
        for (Kind kind : Kind.values()) {
            List<History> all = histories.entrySet().stream()
                    .filter(entry -> entry.getKey().kind() == kind)
                    .flatMap(entry -> entry.getValue().stream())
                    .toList();
            List<Call> calls =
                    all.stream().flatMap(history -> history.calls().stream()).toList();
            cells(
                    kind.title(),
                    Integer.toString(calls.size()),
                    quantile(calls, Call::lateNanos, 0.5, 1e6),
                    quantile(calls, Call::lateNanos, 0.99, 1e6),
                    quantile(calls, Call::waitedNanos, 0.5, 1e3),
                    quantile(calls, Call::waitedNanos, 0.99, 1e3),
                    Long.toString(
                            all.stream().mapToLong(History::failedExchanges).sum()));
        }
    }

    private static String quantile(List<Call> calls, Function<Call, Long> figure, double part, double unit) {
        long[] sorted = calls.stream().mapToLong(figure::apply).sorted().toArray();
        return sorted.length == 0
                ? "-"
                : String.format(Locale.ROOT, "%.1f", sorted[(int) (part * (sorted.length - 1))] / unit);
    }

    private void row(Cell cell, String... figures) {
        cells(cell.kind().title() + " | " + cell.instances(), figures);
    }

    private void cells(String first, String... others) {
        text.append("| ")
                .append(first)
                .append(" | ")
                .append(String.join(" | ", others))
                .append(" |\n");
    }

    /** A figure that some runs have and others not is shown with how many have it. */
    static <T> String figure(Collection<T> runs, ToDoubleFunction<T> kind, String format) {
        List<Double> values = runs.stream()
                .mapToDouble(kind)
                .filter(value -> !Double.isNaN(value))
                .boxed()
                .toList();
        if (values.isEmpty()) {
            return "never";
        }
        String least = String.format(Locale.ROOT, format, Collections.min(values));
        String most = String.format(Locale.ROOT, format, Collections.max(values));
        String median = String.format(Locale.ROOT, format, Median.of(values));
        String spread = least.equals(most) ? median : median + " (" + least + "-" + most + ")";
        return values.size() == runs.size() ? spread : spread + ", " + values.size() + " of " + runs.size();
    }
}
