package io.breaker.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What the command line asks for.
 *
 * @param full whether it is the long run
 * @param only which lines, by a part of "table: side", of "retained" and of "start-up"; null for all
 * @param rounds how often each line is measured, each time in a fork of its own
 * @param budget no round begins to measure another line after this
 * @param fork how each is measured
 * @param out where the tables go
 */
record Options(boolean full, @Nullable Pattern only, int rounds, Duration budget, Fork fork, Path out) {

    static final String USAGE = """
            java -jar benchmarks.jar short|long [options]
              short           up to three rounds of all lines that targets speak of; below 10 minutes
              long            four rounds of all, noisy lines oftener; about an hour
              fleet-outages [SEEDS]    what outages do to fleets; about four minutes with three seeds
              fleet-redis [INSTANCES BREAKERS]    what a fleet costs Redis; below four minutes
              --only REGEX    only lines whose "table: side" it matches somewhere; also "retained", "start-up"
              --rounds N      how often each line is measured
              --minutes N     no further line after so many minutes
              --out FILE      where the tables go, as Markdown; default: beside the jar, performance.md,
                              or with --only performance-part.md
            """;

    private static final int SHORT_MINUTES = 8;
    private static final int LONG_MINUTES = 65;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it does not say what is wanted
     */
    static Options parse(String... arguments) {
        if (arguments.length % 2 == 0) {
            throw new IllegalArgumentException("short or long is missing, or an option's value");
        }
        boolean full = switch (arguments[0]) {
            case "short" -> false;
            case "long" -> true;
            default -> throw new IllegalArgumentException(arguments[0] + " is neither short nor long");
        };
        Pattern only = null;
        int rounds = full ? 4 : 3;
        int minutes = full ? LONG_MINUTES : SHORT_MINUTES;
        Path out = null;
        for (int i = 1; i < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i].toLowerCase(Locale.ROOT)) {
                case "--only" -> only = Pattern.compile(value, Pattern.CASE_INSENSITIVE);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--minutes" -> minutes = Integer.parseInt(value);
                case "--out" -> out = Path.of(value);
                default -> throw new IllegalArgumentException(arguments[i] + " is not an option");
            }
        }
        if (out == null) {
            String name = only == null ? "performance.md" : "performance-part.md";
            out = Path.of(System.getProperty("java.class.path")).resolveSibling(name);
        }
        Fork fork = full ? new Fork(6, 3, TimeValue.milliseconds(500)) : new Fork(3, 3, TimeValue.milliseconds(250));
        return new Options(full, only, rounds, Duration.ofMinutes(minutes), fork, out);
    }

    boolean wants(String line) {
        return only == null || only.matcher(line).find();
    }
}
