package io.breaker.sample.drill;

import java.net.URI;

/**
 * What a user can choose.
 *
 * @param rate requests per second
 * @param seconds how long each fault lasts
 * @param only the part of a fault's name that it must contain to be run
 */
record Options(URI url, int rate, int seconds, String only, boolean help) {

    static final String HELP = """
            Puts load on the stock service, breaks what it depends on, and shows what clients notice.
              --url URL        where the service answers          (http://localhost:8080)
              --rate N         requests per second, 10 to 2000    (200)
              --seconds N      how long each fault lasts, 2 to 60 (8)
              --only TEXT      only faults like this, as in "redis hang" or "payment" (all)""";

    private static final Options DEFAULT = new Options(URI.create("http://localhost:8080"), 200, 8, "", false);

    /** Accepts {@code --rate 100} and {@code --rate=100}. */
    static Options parse(String... args) {
        Options options = DEFAULT;
        String[] words = String.join("\n", args).replace("=", "\n").strip().split("\n", -1);
        for (int i = 0; i < words.length && !words[0].isEmpty(); i += 2) {
            if (words[i].equals("--help") || words[i].equals("-h")) {
                return new Options(options.url, options.rate, options.seconds, options.only, true);
            }
            if (i + 1 == words.length) {
                throw new DrillException(words[i] + " needs a value, or is no option: see --help");
            }
            options = options.with(words[i], words[i + 1]);
        }
        return options;
    }

    private Options with(String option, String value) {
        return switch (option) {
            case "--url" -> new Options(url(value), rate, seconds, only, help);
            case "--rate" -> new Options(url, number(option, value, 10, 2_000), seconds, only, help);
            case "--seconds" -> new Options(url, rate, number(option, value, 2, 60), only, help);
            case "--only" -> new Options(url, rate, seconds, value, help);
            default -> throw new DrillException(option + " is no option: see --help");
        };
    }

    private static int number(String option, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number that is out of range.
        }
        throw new DrillException(option + " is " + value + ": must be a number from " + least + " to " + most);
    }

    private static URI url(String value) {
        if (!value.matches("https?://[^/\\s]+/?")) {
            throw new DrillException("--url is " + value + ": must be like http://localhost:8080");
        }
        return URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
    }
}
