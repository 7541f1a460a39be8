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

    private final List<Case> planned;
    private final boolean part;
    private final Map<Case, List<Sample>> samples = new LinkedHashMap<>();
    private final Map<String, List<String>> failures = new LinkedHashMap<>();
    private final List<Retained> retained = new ArrayList<>();
    private final List<String> loads = new ArrayList<>();
    private final StartUp startUp = new StartUp();

    /**
     * Nothing measured yet.
     *
     * @param planned all lines of a whole run like this one
     * @param part whether this run leaves some of them out
     */
    public Results(List<Case> planned, boolean part) {
        this.planned = planned;
        this.part = part;
    }

    /** {@return whether this run leaves some of the planned lines out} */
    boolean isPart() {
        return part;
    }

    /** A line could not be measured once. */
    public void addFailure(String line, String reason) {
        failures.computeIfAbsent(line, none -> new ArrayList<>()).add(reason);
    }

    /** {@return the lines that failed, and why each time} */
    public Map<String, List<String>> failures() {
        return failures;
    }

    /** {@return how often a line failed} */
    int failures(String line) {
        return failures.getOrDefault(line, List.of()).size();
    }

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

    /** {@return the cases that were measured, or failed, and fit} */
    List<Case> tried(Predicate<Case> fitting) {
        return planned.stream()
                .filter(each -> samples.containsKey(each) || failures(each.toString()) > 0)
                .filter(fitting)
                .toList();
    }

    /** {@return the planned cases that fit, measured or not} */
    List<Case> planned(Predicate<Case> fitting) {
        return planned.stream().filter(fitting).toList();
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

    /** {@return whether another fork may help: the forks disagree, or there was but one} */
    public boolean isWorthRepeating(Case measured) {
        return samples.containsKey(measured) && isNoisy(measured);
    }

    /** {@return whether the forks disagree, or there was but one} */
    boolean isNoisy(Case measured) {
        List<Double> forks = nanosOfForks(measured);
        return forks.size() < 2 || Median.spread(forks) > NOISE;
    }

    /** {@return the fewest nanoseconds that another library needed in that table; NaN unless all of them were measured} */
    double bestPeer(String table) {
        return planned(other -> other.table().equals(table) && other.role() == Role.PEER).stream()
                .mapToDouble(this::nanos)
                .min()
                .orElse(Double.NaN);
    }
}
