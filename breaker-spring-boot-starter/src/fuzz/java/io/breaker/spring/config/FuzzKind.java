package io.breaker.spring.config;

import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.SlidingWindowType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Kinds of values: good ones in all their forms, from the middle and the edges of their ranges, and bad ones. */
enum FuzzKind {
    PERCENT(List.of("0", "0.0", "-1", "100.0001", "101", "\"1e3\"", "NaN", "Infinity", "50%", "5,5", "fifty", "0x")) {
        @Override
        FuzzValue good(Random random) {
            return decimal(pick(random, "0.0001", "1", "12.5", "50", "+50", "99.9", "100", "100.0", "1e1", ".5", "5."));
        }
    },
    FACTOR(List.of("0.99", "0", "-2", "-Infinity", "Infinity", "NaN", "two", "\"1e400\"", "1.5x")) {
        @Override
        FuzzValue good(Random random) {
            return decimal(pick(random, "1", "1.0", "1.0001", "1.5", "2", "1e6", "1.7976931348623157E308"));
        }
    },
    PART(List.of("1", "1.0", "-0.1", "2", "half", "NaN", "\"1e0\"")) {
        @Override
        FuzzValue good(Random random) {
            return decimal(pick(random, "0", "0.0", "0.25", "0.5", "0.999999", "1e-3"));
        }
    },
    COUNT(List.of("0", "-1", "1.5", "99999999999", "2147483648", "1e2x", "many", "0.0", "--1", "1-000", "١٢x")) {
        @Override
        FuzzValue good(Random random) {
            return whole(random, 1 + random.nextInt(500), 1, 100, Integer.MAX_VALUE);
        }
    },
    FAST_COUNT(List.of("-1", "1.5", "2147483648", "ten")) {
        @Override
        FuzzValue good(Random random) {
            return whole(random, random.nextInt(50), 0, 10, Integer.MAX_VALUE);
        }
    },
    /** Long enough for every {@link #FLEET_SPAN}. */
    FAST_SPAN(List.of("0", "-1s", "3601s", "PT1H0.001S", "2h", "999us", "fast")) {
        @Override
        FuzzValue good(Random random) {
            Duration span = pick(random, Duration.ofSeconds(2 + random.nextInt(60)), Duration.ofHours(1));
            return new FuzzValue(pick(random, span.toString(), span.toMillis() + "ms"), span);
        }
    },
    FLEET_SPAN(List.of("0", "0s", "-1", "5x", "PT-1S")) {
        @Override
        FuzzValue good(Random random) {
            Duration span = Duration.ofMillis(1 + random.nextInt(60_000));
            return new FuzzValue(pick(random, span.toString(), span.toMillis() + "ms", "" + span.toMillis()), span);
        }
    },
    WINDOW(List.of("0", "-100", "2147483648", "1.25", "big", "-2147483649")) {
        @Override
        FuzzValue good(Random random) {
            return whole(random, 1 + random.nextInt(500), 1, 100, 32767);
        }
    },
    PROBES(List.of("0", "-1", "32768", "2147483647", "9.5", "some")) {
        @Override
        FuzzValue good(Random random) {
            return whole(random, 1 + random.nextInt(50), 1, 10, 32767);
        }
    },
    BUFFER(List.of("-1", "10001", "2147483647", "0.5", "all")) {
        @Override
        FuzzValue good(Random random) {
            return whole(random, random.nextInt(200), 0, 1, 10_000);
        }
    },
    BUFFER_WITHOUT_BOUND(List.of("-1", "2147483648", "0.5", "all")) {
        @Override
        FuzzValue good(Random random) {
            return whole(random, random.nextInt(200), 0, 1, Integer.MAX_VALUE);
        }
    },
    LIMIT(List.of("0", "-1", "2147483648", "1.5", "few")) {
        @Override
        FuzzValue good(Random random) {
            return whole(random, 1 + random.nextInt(500), 1, 50, 1_000_000);
        }
    },
    /** Never more than the threads of {@link #THREADS}. */
    CORE(List.of("0", "-1", "2147483648", "1.5", "all")) {
        @Override
        FuzzValue good(Random random) {
            return whole(random, 1 + random.nextInt(16), 1, 16);
        }
    },
    THREADS(List.of("0", "-16", "2147483648", "16.5", "all")) {
        @Override
        FuzzValue good(Random random) {
            return whole(random, 16 + random.nextInt(100), 16, 1000, Integer.MAX_VALUE);
        }
    },
    /** Switched on, it is an error on a Java without them. */
    VIRTUAL(List.of("maybe", "2", "-1", "tru")) {
        @Override
        FuzzValue good(Random random) {
            FuzzValue value = SWITCH.good(random);
            return Runtime.version().feature() >= 21 ? value : new FuzzValue(pick(random, "false", "off", "no"), false);
        }
    },
    /** Long enough for as many nanoseconds as there are permits in {@link #LIMIT}. */
    PERIOD(List.of("0", "0s", "-1", "-5s", "5x", "long", "1.5s")) {
        @Override
        FuzzValue good(Random random) {
            FuzzValue value = span(random);
            return value.expected() instanceof Duration span && span.toMillis() > 0
                    ? value
                    : new FuzzValue("1ms", Duration.ofMillis(1));
        }
    },
    ORDER(List.of("first", "1.5", "99999999999", "-2147483649")) {
        @Override
        FuzzValue good(Random random) {
            return whole(random, random.nextInt(), -1, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    },
    SPAN(List.of(
            "0", "0s", "PT0S", "-1", "-5s", "PT-1S", "5x", "5 parsecs", "long", "1.5s", "999999999999999999999s")) {
        @Override
        FuzzValue good(Random random) {
            return span(random);
        }
    },
    SPAN_OR_NONE(List.of("-1", "-1ns", "-PT1S", "P", "5x", "9223372036854775807d", "1h30", "forever", "1,5s")) {
        @Override
        FuzzValue good(Random random) {
            return random.nextInt(5) == 0
                    ? new FuzzValue(pick(random, "0", "0s", "PT0S", "0ns", "0d"), Duration.ZERO)
                    : span(random);
        }
    },
    SWITCH(List.of("maybe", "2", "-1", "tru", "nope", "0.0", "null?")) {
        @Override
        FuzzValue good(Random random) {
            boolean on = random.nextBoolean();
            return new FuzzValue(
                    on
                            ? pick(random, "true", "TRUE", "yes", "on", "\"1\"", "\"on\"")
                            : pick(random, "false", "False", "no", "off", "\"0\"", "\"no\""),
                    on);
        }
    },
    WINDOW_TYPE(List.of("COUNT", "TIMED", "1", "COUNT_BASED,TIME_BASED", "true")) {
        @Override
        FuzzValue good(Random random) {
            SlidingWindowType type = pick(random, SlidingWindowType.values());
            return new FuzzValue(spelling(random, type.name()), type);
        }
    },
    AFTER_WAIT(List.of("HALF_OPEN", "DISABLED", "opened", "0")) {
        @Override
        FuzzValue good(Random random) {
            String state = pick(random, "OPEN", "CLOSED");
            return new FuzzValue(spelling(random, state), state);
        }
    },
    STATE(List.of("BROKEN", "HALF", "CLOSE", "5")) {
        @Override
        FuzzValue good(Random random) {
            String state =
                    pick(random, "CLOSED", "OPEN", "HALF_OPEN", "FORCED_OPEN", "DISABLED", "METRICS_ONLY", "CLOSED");
            return new FuzzValue(spelling(random, state), state);
        }
    },
    EXCEPTIONS(badClasses("java.util.ArrayList")) {
        @Override
        FuzzValue good(Random random) {
            List<Class<?>> types = new ArrayList<>();
            for (int left = random.nextInt(4); left > 0; left--) {
                types.add(pick(random, THROWABLES));
            }
            List<String> names = types.stream().map(Class::getName).toList();
            return new FuzzValue(random.nextBoolean() ? names : String.join(comma(random), names), types);
        }
    },
    PREDICATE(badClasses("java.util.function.Predicate")) {
        @Override
        FuzzValue good(Random random) {
            String name = pick(random, PREDICATES).getName();
            return new FuzzValue(name, name);
        }
    },
    CLASSIFIER(List.of("classifier9", "Classifier1", "java.lang.String", "a bean", "\"\\u0000\"", "büro")) {
        @Override
        FuzzValue good(Random random) {
            String name = "classifier" + (1 + random.nextInt(5));
            return new FuzzValue(name, name);
        }
    },
    CLOCK(List.of("exact", "fast", "1", "precise,coarse")) {
        @Override
        FuzzValue good(Random random) {
            String clock = pick(random, "precise", "coarse");
            return new FuzzValue(spelling(random, clock), clock);
        }
    },
    FLEET_NAME(List.of("a b", "größe", "a/b", "{x}", "a%b", "x".repeat(51))) {
        @Override
        FuzzValue good(Random random) {
            String name = pick(random, "breaker", "a.b-c:d_e", "X", "7", "x".repeat(50));
            return new FuzzValue(name, name);
        }
    },
    INSTANCE_ID(List.of("x".repeat(101))) {
        @Override
        FuzzValue good(Random random) {
            String name = pick(random, "pod-1", "größe", "x".repeat(100));
            return new FuzzValue(name, name);
        }
    },
    FRACTION(List.of("-0.1", "1.1", "NaN", "half")) {
        @Override
        FuzzValue good(Random random) {
            return decimal(pick(random, "0", "0.5", "1", "1.0"));
        }
    },
    /** At most as long as every {@link #DETACH}, and a third of every {@link #LEASE}. */
    SYNC(List.of("99ms", "10001ms", "0", "-1s", "5x")) {
        @Override
        FuzzValue good(Random random) {
            return millis(100 + random.nextInt(1_501));
        }
    },
    DETACH(List.of("99ms", "3601s", "0", "-1s", "5x")) {
        @Override
        FuzzValue good(Random random) {
            return millis(pick(random, 2_000, 3_600_000, 2_000 + random.nextInt(10_000)));
        }
    },
    LEASE(List.of("299ms", "601s", "0", "-1s", "5x")) {
        @Override
        FuzzValue good(Random random) {
            return millis(pick(random, 4_800, 600_000, 4_800 + random.nextInt(10_000)));
        }
    },
    COMMAND(List.of("999us", "10001ms", "0", "-1s", "5x")) {
        @Override
        FuzzValue good(Random random) {
            return millis(pick(random, 1, 10_000, 1 + random.nextInt(9_000)));
        }
    },
    STARTUP(List.of("60001ms", "-1s", "5x")) {
        @Override
        FuzzValue good(Random random) {
            return millis(pick(random, 0, 60_000, random.nextInt(9_000)));
        }
    },
    PREFIX(List.of(".", "a.", ".a", "a..b", "a b", "größe", "a/b", "\"a\\tb\"")) {
        @Override
        FuzzValue good(Random random) {
            String prefix = pick(random, "breaker", "resilience4j", "a.b-c.d_e", "X", "7");
            return new FuzzValue(prefix, prefix);
        }
    };

    private static final Class<?>[] THROWABLES = {
        IOException.class,
        TimeoutException.class,
        IllegalStateException.class,
        OutOfMemoryError.class,
        Throwable.class,
        CallNotPermittedException.class
    };
    private static final Class<?>[] PREDICATES = {
        Samples.First.class, Samples.Second.class, Samples.Third.class, Samples.Fourth.class, Samples.Fifth.class
    };

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of and Stream.toList
    private final List<String> bad;

    FuzzKind(List<String> bad) {
        this.bad = bad;
    }

    abstract FuzzValue good(Random random);

    String bad(Random random) {
        return bad.get(random.nextInt(bad.size()));
    }

    private static List<String> badClasses(String wrongKind) {
        return Stream.concat(
                        Stream.of(wrongKind),
                        Stream.of(
                                "com.example.Nope",
                                "IOException",
                                "java.lang.String",
                                "java/io/IOException",
                                "java.io.ioexception",
                                "int",
                                "int[]",
                                "[Ljava.io.IOException;",
                                "\"java.io.\\u0001IOException\"",
                                "größe.Klasse",
                                "..",
                                "java.io.",
                                "/etc/passwd",
                                "x".repeat(70_000)))
                .toList();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    static <T> T pick(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static FuzzValue decimal(String text) {
        return new FuzzValue(text, Double.valueOf(text));
    }

    private static FuzzValue millis(int amount) {
        return new FuzzValue(String.valueOf(amount), Duration.ofMillis(amount));
    }

    private static FuzzValue whole(Random random, int middle, int... edges) {
        int value = random.nextInt(3) == 0 ? edges[random.nextInt(edges.length)] : middle;
        String text = value > 0 && random.nextInt(4) == 0
                ? pick(random, "+" + value, value + ".0", "0x" + Integer.toHexString(value), "\"" + value + "\"")
                : String.valueOf(value);
        return new FuzzValue(text, value);
    }

    /** A positive duration in one of Spring's forms. */
    private static FuzzValue span(Random random) {
        int amount = 1 + random.nextInt(1_000);
        return switch (random.nextInt(12)) {
            case 0 -> new FuzzValue(amount + pick(random, "ns", "NS"), Duration.ofNanos(amount));
            case 1 -> new FuzzValue(amount + "us", Duration.ofNanos(amount * 1_000L));
            case 2 -> new FuzzValue(amount + pick(random, "ms", "MS", "Ms"), Duration.ofMillis(amount));
            case 3 -> new FuzzValue(amount + pick(random, "s", "S"), Duration.ofSeconds(amount));
            case 4 -> new FuzzValue(amount + "m", Duration.ofMinutes(amount));
            case 5 -> new FuzzValue(amount + "h", Duration.ofHours(amount));
            case 6 -> new FuzzValue(amount + "d", Duration.ofDays(amount));
            case 7 -> new FuzzValue(String.valueOf(amount), Duration.ofMillis(amount));
            case 8 -> new FuzzValue("+" + amount + "s", Duration.ofSeconds(amount));
            case 9 ->
                new FuzzValue(
                        "PT" + amount + "M0.5S", Duration.ofMinutes(amount).plusMillis(500));
            case 10 -> new FuzzValue("p1dt" + amount + "s", Duration.ofDays(1).plusSeconds(amount));
            default -> new FuzzValue(Long.MAX_VALUE + "ms", Duration.ofMillis(Long.MAX_VALUE));
        };
    }

    private static String spelling(Random random, String constant) {
        String lower = constant.toLowerCase(Locale.ROOT);
        return pick(random, constant, lower, lower.replace('_', '-'), constant.replace("_", ""));
    }

    private static String comma(Random random) {
        return pick(random, ",", ", ", " , ");
    }
}
