package io.breaker.benchmarks.tools;

import java.util.Collection;

/** The middle of some figures, and how far they lie apart. */
public final class Median {

    private Median() {}

    /** {@return the median, or NaN of nothing} */
    public static double of(Collection<Double> figures) {
        return quantile(figures, 0.5);
    }

    /** {@return the distance of the upper from the lower quartile, as a part of the median} */
    public static double spread(Collection<Double> figures) {
        return (quantile(figures, 0.75) - quantile(figures, 0.25)) / of(figures);
    }

    private static double quantile(Collection<Double> figures, double part) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
