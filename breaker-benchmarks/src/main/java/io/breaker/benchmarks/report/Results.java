package io.breaker.benchmarks.report;

import io.breaker.benchmarks.report.Case.Role;
import io.breaker.benchmarks.retained.Retained;
import io.breaker.benchmarks.startup.StartUp;
import io.breaker.benchmarks.tools.Median;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** All that was measured so far. */
public final class Results {

    private static final double NOISE = 0.15;

    private final Map<Case, List<Sample>> samples = new LinkedHashMap<>();
    private final List<Retained> retained = new ArrayList<>();
    private final List<String> loads = new ArrayList<>();
    private final StartUp startUp = new StartUp();

    /** A fork has ended. */
    public void add(Case measured, Sample sample) {
        samples.computeIfAbsent(measured, none -> new ArrayList<>()).add(sample);
    }

    /** A retained size is known. */
    public void add(Retained figure) {
        retained.add(figure);
    }

    /** What the machine was busy with at some moment. */
    public void addLoad(String load) {
        loads.add(load);
    }

    /** {@return the moments' loads} */
    public List<String> loads() {
        return loads;
    }

    /** {@return the starts of the application} */
    public StartUp startUp() {
        return startUp;
    }

    /** {@return the retained sizes} */
    public List<Retained> retained() {
        return retained;
    }

    /** {@return the cases that were measured and fit} */
    public List<Case> cases(Predicate<Case> fitting) {
        return samples.keySet().stream().filter(fitting).toList();
    }

    /** {@return what each fork measured} */
    public List<Double> nanosOfForks(Case measured) {
        return samples.getOrDefault(measured, List.of()).stream()
                .map(Sample::nanos)
                .toList();
    }

    /** {@return the median over the forks} */
    public double nanos(Case measured) {
        return median(measured, Sample::nanos);
    }

    /** {@return the median over the forks} */
    public double cpuNanos(Case measured) {
        return median(measured, Sample::cpuNanos);
    }

    /** {@return the median over the forks} */
    public double bytes(Case measured) {
        return median(measured, Sample::bytes);
    }

    private double median(Case measured, Function<Sample, Double> figure) {
        return Median.of(
                samples.getOrDefault(measured, List.of()).stream().map(figure).toList());
    }

    /** {@return whether the forks disagree, or there was but one} */
    public boolean isNoisy(Case measured) {
        List<Double> forks = nanosOfForks(measured);
        return forks.size() < 2 || Median.spread(forks) > NOISE;
    }

    /** {@return the fewest nanoseconds that another library needed for the same, or NaN if none was measured} */
    double bestPeer(Case measured) {
        return cases(other -> other.table().equals(measured.table()) && other.role() == Role.PEER).stream()
                .mapToDouble(this::nanos)
                .min()
                .orElse(Double.NaN);
    }
}
