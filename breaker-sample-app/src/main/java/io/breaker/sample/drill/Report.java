package io.breaker.sample.drill;

import java.util.List;
import java.util.Locale;

/** The table at the end: two rows for each fault, with the breakers at work and without them. */
final class Report {

    private Report() {}

    static void print(List<Result> guarded, List<Result> unguarded) {
        System.out.println();
        row(
                "fault",
                "breakers",
                "opened after",
                "closed after",
                "failed",
                "in time",
                "worst p99",
                "most waiting",
                "slowest while open");
        row(
                "-".repeat(14),
                "-".repeat(8),
                "-".repeat(11) + ":",
                "-".repeat(11) + ":",
                "-".repeat(5) + ":",
                "-".repeat(6) + ":",
                "-".repeat(9) + ":",
                "-".repeat(11) + ":",
                "-".repeat(17) + ":");
        for (int i = 0; i < guarded.size(); i++) {
            row("at work", guarded.get(i));
            row("disabled", unguarded.get(i));
        }
        System.out.printf("%nopened after: from the beginning of the fault. closed after: from its end.%n"
                + "in time: answered within " + Result.IN_TIME_MILLIS + " ms and not failed, of those sent during the"
                + " fault.%nslowest while open: of the requests sent while the breaker stood open.%n");
    }

    private static void row(String breakers, Result result) {
        row(
                result.fault(),
                breakers,
                seconds(result.openedAfter()),
                seconds(result.closedAfter()),
                result.failed(),
                String.format(Locale.ROOT, "%.1f%%", result.percentInTime()),
                Latencies.millis(result.worstP99()),
                result.mostWaiting(),
                result.slowestWhileOpen() < 0 ? "-" : Latencies.millis(result.slowestWhileOpen()));
    }

    private static void row(Object... columns) {
        System.out.printf(Locale.ROOT, "| %-14s | %-8s | %12s | %12s | %6s | %7s | %10s | %12s | %18s |%n", columns);
    }

    private static String seconds(long nanos) {
        return nanos < 0 ? "-" : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
