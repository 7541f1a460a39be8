package io.breaker.benchmarks.startup;

import io.breaker.benchmarks.tools.JavaProcess;
import io.breaker.benchmarks.tools.Median;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the starters add to the start of an application: all variants in turn, each in a virtual machine of its own, the order
 * another in each round. What a starter adds is taken within a round, where the machine was about as busy for both.
 */
public final class StartUp {

    private final Map<Variant, List<Double>> millis = new EnumMap<>(Variant.class);

    /** Nothing measured yet. */
    public StartUp() {
        for (Variant variant : Variant.values()) {
            millis.put(variant, new ArrayList<>());
        }
    }

    /** Starts each variant once. */
    public void round() {
        Variant[] variants = Variant.values();
        int first = rounds();
        for (int i = 0; i < variants.length; i++) {
            Variant variant = variants[(first + i) % variants.length];
            millis.getOrDefault(variant, List.of()).add((double) start(variant));
        }
    }

    static long start(Variant variant) {
        return JavaProcess.number(output(variant), StartedApplication.STARTED);
    }

    static String output(Variant variant) {
        return JavaProcess.run(
                ClassPath.of(variant, System.getProperty("java.class.path")),
                List.of(),
                StartedApplication.class,
                List.of(variant.name()));
    }

    /** {@return how often each variant was started} */
    public int rounds() {
        return all(Variant.WITHOUT).size();
    }

    /** {@return the median of the milliseconds from the start of the virtual machine to a ready application} */
    public double median(Variant variant) {
        return Median.of(all(variant));
    }

    /** {@return the median of what the variant took longer than the one without a starter, in the same round} */
    public double added(Variant variant) {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < rounds(); i++) {
            differences.add(all(variant).get(i) - all(Variant.WITHOUT).get(i));
        }
        return Median.of(differences);
    }

    private List<Double> all(Variant variant) {
        return millis.getOrDefault(variant, List.of());
    }
}
