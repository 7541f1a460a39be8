package io.breaker.benchmarks;

import io.breaker.benchmarks.fleet.Outages;
import io.breaker.benchmarks.fleet.RedisCost;
import java.util.Arrays;

/** Measures, and prints tables: see {@link Options#USAGE}. */
public final class Main {

    private Main() {}

    /** Takes the arguments that {@link Options#USAGE} describes. */
    public static void main(String[] arguments) throws Exception {
        String first = arguments.length == 0 ? "" : arguments[0];
        String[] others = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
        switch (first) {
            case "fleet-outages" -> Outages.main(others);
            case "fleet-redis" -> RedisCost.main(others);
            default -> measureCalls(arguments);
        }
    }

    private static void measureCalls(String[] arguments) throws Exception {
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
