package io.breaker.benchmarks.report;

import io.breaker.benchmarks.retained.Retained;
import io.breaker.benchmarks.startup.StartUp;
import io.breaker.benchmarks.startup.Variant;
import io.breaker.benchmarks.tools.Median;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All results as Markdown. */
public final class Report {

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private Report(Results results) {
        this.results = results;
    }

    /** {@return the text} */
    public static String of(Results results, List<String> conditions) {
        Report report = new Report(results);
        report.conditions(conditions);
        report.failures();
        report.targets();
        report.calls();
        report.retained();
        report.startUp();
        return report.text.toString();
    }

    private void conditions(List<String> conditions) {
        text.append("# Measured\n\n");
        conditions.forEach(line -> text.append("- ").append(line).append('\n'));
        results.loads().forEach(load -> text.append("- load ").append(load).append('\n'));
        text.append(
                        "\nNanoseconds and bytes are medians over forks, from the least to the greatest; *to best* is the ratio to the")
                .append(
                        " quickest other library in the same table, and needs all of them. *CPU ns* is the processor time of a call, all threads'; it says more where\n")
                .append("the machine was busy. ~ marks forks that disagree: repeat those.\n");
    }

    private void failures() {
        if (results.failures().isEmpty()) {
            return;
        }
        text.append("\n## Failed\n\n");
        results.failures()
                .forEach((line, reasons) -> reasons.stream()
                        .distinct()
                        .forEach(reason -> text.append("- **")
                                .append(line)
                                .append("**: ")
                                .append(reason)
                                .append('\n')));
    }

    private void targets() {
        List<Target> targets = Targets.of(results).stream()
                .filter(target -> target.isMeasured() || !results.isPart())
                .toList();
        if (!targets.isEmpty()) {
            text.append("\n## Targets\n\n").append(Figures.head("path", "ours", "beside", "ratio", "target", "met?"));
            targets.forEach(target -> text.append(target.row()));
        }
    }

    private void calls() {
        Set<String> tables = new LinkedHashSet<>();
        results.tried(any -> true).forEach(each -> tables.add(each.table()));
        for (String table : tables) {
            text.append("\n## ").append(table).append("\n\n");
            text.append(Figures.head("side", "ns", "least - greatest", "CPU ns", "B", "to best", "forks"));
            results.tried(each -> each.table().equals(table)).forEach(this::call);
        }
    }

    private void call(Case measured) {
        List<Double> forks = results.nanosOfForks(measured);
        text.append(Figures.row(
                measured.side(),
                (!forks.isEmpty() && results.isNoisy(measured) ? "~" : "") + Figures.number(results.nanos(measured)),
                Figures.range(forks),
                Figures.number(results.cpuNanos(measured)),
                Figures.whole(results.bytes(measured)),
                Figures.ratio(results.nanos(measured) / results.bestPeer(measured.table())),
                count(forks.size(), measured.toString())));
    }

    private String count(int measured, String line) {
        int failed = results.failures(line);
        return failed == 0 ? Integer.toString(measured) : measured + ", **" + failed + " failed**";
    }

    private void retained() {
        if (results.retained().isEmpty()) {
            return;
        }
        text.append(
                        "\n## Kept on the heap by one breaker, after 10 calls of each thread; one virtual machine a line\n\n")
                .append(Figures.head("side", "threads", "B", "breakers made"));
        for (Retained figure : results.retained()) {
            text.append(Figures.row(
                    figure.side().title(),
                    Integer.toString(figure.threads()),
                    Figures.whole((double) figure.bytes()),
                    Figures.whole(figure.breakers())));
        }
    }

    private void startUp() {
        StartUp startUp = results.startUp();
        if (startUp.rounds() == 0) {
            return;
        }
        text.append("\n## Start of an application\n\n")
                .append(Figures.head("variant", "ms", "least - greatest", "added ms", "least - greatest", "starts"));
        for (Variant variant : Variant.values()) {
            List<Double> millis = startUp.millis(variant);
            List<Double> added = startUp.added(variant);
            text.append(Figures.row(
                    variant.title(),
                    Figures.whole(Median.of(millis)),
                    Figures.range(millis),
                    Figures.whole(Median.of(added)),
                    Figures.range(added),
                    count(millis.size(), variant.line())));
        }
    }
}
