package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Tries something on many random schedules, and tells of the first one that fails in the shortest form that it finds.
 *
 * <p>{@code -Dproof.runs=N} tries N schedules in each proof; {@code -Dproof.seed=S} begins with the schedule of that seed.
 */
final class Proof {

    private static final int STEPS = 120;
    private static final int SHRINKS = 3_000;

    private Proof() {}

    /** Draws the configuration of a schedule. */
    @FunctionalInterface
    interface Setups {
        Setup draw(Random random);
    }

    /** Carries a schedule out. */
    @FunctionalInterface
    interface Trial {
        @Nullable Mismatch run(Setup setup, List<Step> steps);
    }

    /**
     * What went wrong.
     *
     * @param after how many steps had been begun by then
     * @param text what differs, for a person
     */
    record Mismatch(int after, String text) {}

    /** {@return how many schedules to try, if the command line does not say otherwise} */
    static int runs(int otherwise) {
        return Integer.getInteger("proof.runs", otherwise);
    }

    static void check(String name, int runs, Setups setups, boolean reconfigures, Trial trial) {
        long first = Long.getLong("proof.seed", System.nanoTime());
        System.out.println(name + ": " + runs + " schedules from seed " + first);
        for (int run = 0; run < runs; run++) {
            Random random = new Random(first + run);
            Setup setup = setups.draw(random);
            List<Step> steps = new Step.Source(random, setup, reconfigures).steps(STEPS);
            Mismatch mismatch = trial.run(setup, steps);
            if (mismatch != null) {
                fail(report(name, first + run, setup, steps, mismatch, trial));
            }
        }
    }

    private static String report(String name, long seed, Setup setup, List<Step> steps, Mismatch found, Trial trial) {
        List<Step> least = shrink(setup, steps.subList(0, Math.min(found.after, steps.size())), trial);
        Mismatch mismatch = trial.run(setup, least);
        StringBuilder text =
                new StringBuilder(name).append(" fails. Rerun: -Dproof.seed=").append(seed);
        text.append(" -Dproof.runs=1\n").append(setup).append("\nAfter\n");
        least.forEach(step -> text.append("  ").append(step).append('\n'));
        return text.append((mismatch == null ? found : mismatch).text).toString();
    }

    private static List<Step> shrink(Setup setup, List<Step> failing, Trial trial) {
        List<Step> least = failing;
        int tries = 0;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (List<Step> candidate : candidates(least)) {
                if (tries++ < SHRINKS && trial.run(setup, candidate) != null) {
                    least = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return least;
    }

    /** The same steps without some of them: large parts first, then single ones, then those inside calls. */
    private static List<List<Step>> candidates(List<Step> steps) {
        List<List<Step>> candidates = new ArrayList<>();
        for (int length = steps.size() / 2; length >= 1; length /= 2) {
            for (int from = 0; from + length <= steps.size(); from += length) {
                List<Step> without = new ArrayList<>(steps);
                without.subList(from, from + length).clear();
                candidates.add(without);
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Step.Call call) {
                for (List<Step> inside : candidates(call.inside())) {
                    List<Step> with = new ArrayList<>(steps);
                    with.set(i, new Step.Call(call.how(), inside));
                    candidates.add(with);
                }
            }
        }
        return candidates;
    }
}
