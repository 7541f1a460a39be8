package io.breaker.benchmarks;

import java.util.Arrays;

/** Measures, and prints tables: see {@link Options#USAGE}. */
public final class Main {

    private Main() {}

    /** Takes the arguments that {@link Options#USAGE} describes. */
    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(Arrays.toString(arguments) + ": " + wrong.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        if (!new Rounds(options, options.fork()::run).run()) {
            System.exit(1);
        }
    }
}
