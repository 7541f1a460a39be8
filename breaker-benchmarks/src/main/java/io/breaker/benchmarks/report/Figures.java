package io.breaker.benchmarks.report;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;

/** How figures are written. */
final class Figures {

    private static final String NONE = "-";

    private Figures() {}

    static String number(double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }

    /** From the least to the greatest. */
    static String range(Collection<Double> values) {
        return values.isEmpty() ? NONE : number(Collections.min(values)) + " - " + number(Collections.max(values));
    }

    static String whole(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%,.0f", value);
    }

    static String ratio(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.3f", value);
    }

    static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** A table's head: the first column is text, all others are figures. */
    static String head(String... cells) {
        StringBuilder head = new StringBuilder(row(cells)).append("|---|");
        return head.append("---:|".repeat(cells.length - 1)).append('\n').toString();
    }
}
