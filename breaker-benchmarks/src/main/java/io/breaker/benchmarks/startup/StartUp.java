package io.breaker.benchmarks.startup;

import io.breaker.benchmarks.tools.JavaProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the starters add to the start of an application: all variants in turn, each in a virtual machine of its own. What a
 * starter adds is taken within a round, where the machine was about as busy for both.
 */
public final class StartUp {

    /**
     * So much room that none of them collects its garbage for want of it. At the default, 21 MB, which so small an
     * application reaches only with a starter and any real one without, a starter would pay for that, too.
     */
    private static final List<String> ROOM_FOR_CLASSES = List.of("-XX:MetaspaceSize=64m");

    private final List<Map<Variant, Double>> rounds = new ArrayList<>();

    /** Nothing measured yet. */
    public StartUp() {}

    /** A round has ended: the milliseconds of each variant that could be started. */
    public void add(Map<Variant, Double> round) {
        rounds.add(round);
    }

    /** {@return the milliseconds from the start of the virtual machine to a ready application} */
    public static double start(Variant variant) {
        return JavaProcess.number(output(variant), StartedApplication.STARTED);
    }

    static String output(Variant variant) {
        return JavaProcess.run(
                ClassPath.of(variant, System.getProperty("java.class.path")),
                ROOM_FOR_CLASSES,
                StartedApplication.class,
                List.of(variant.name()));
    }

    /** {@return how many rounds there were} */
    public int rounds() {
        return rounds.size();
    }

    /** {@return each start's milliseconds} */
    public List<Double> millis(Variant variant) {
        return rounds.stream()
                .map(round -> round.get(variant))
                .filter(Objects::nonNull)
                .toList();
    }

    /** {@return what the variant took longer than the one without a starter, in each round that started both} */
    public List<Double> added(Variant variant) {
        List<Double> added = new ArrayList<>();
        for (Map<Variant, Double> round : rounds) {
            Double with = round.get(variant);
            Double without = round.get(Variant.WITHOUT);
            if (with != null && without != null) {
                added.add(with - without);
            }
        }
        return added;
    }
}
