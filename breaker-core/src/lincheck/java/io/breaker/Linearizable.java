package io.breaker;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Holds a concurrent object against its plain sequential model: whatever the threads do at once, each result must be one
 * that the model gives in some order of the operations. A short set by default, a long one with {@code -Pproofs}.
 */
public final class Linearizable {

    private static final boolean LONG = Boolean.getBoolean("breaker.proofs.long");
    private static final int SCENARIOS = LONG ? 100 : 3;
    private static final int SWITCHES = LONG ? 5_000 : 100;
    private static final int RUNS = LONG ? 2_000 : 20;

    private Linearizable() {}

    /** Tries thread switches at every access to shared memory, within a bound. Waiting for another's store is allowed. */
    public static void underChosenSwitches(Class<?> operations, Class<?> model) {
        new ModelCheckingOptions()
                .checkObstructionFreedom(false)
                .iterations(SCENARIOS)
                .invocationsPerIteration(SWITCHES)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(3)
                .actorsAfter(2)
                .sequentialSpecification(model)
                .check(operations);
    }

    /** Lets the machine choose the switches: it knows reorderings that the model checker does not. */
    public static void underLoad(Class<?> operations, Class<?> model) {
        new StressOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(RUNS)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(3)
                .actorsAfter(2)
                .sequentialSpecification(model)
                .check(operations);
    }
}
