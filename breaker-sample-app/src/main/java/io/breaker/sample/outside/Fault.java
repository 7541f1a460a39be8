package io.breaker.sample.outside;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What is wrong with a server.
 *
 * @param delay how long a slow server keeps each answer back
 */
record Fault(Mode mode, Duration delay) {

    enum Mode {
        /** All is well. */
        NONE,
        /** The process is gone; connections break and new ones are reset. */
        DOWN,
        /** Connections stay, but nothing answers. */
        HANG,
        /** Every answer comes late. */
        SLOW,
        /** Every answer is an error. */
        ERRORS
    }

    static final Fault NONE = new Fault(Mode.NONE, Duration.ofMillis(300));

    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Understands what a user typed, or says in a sentence why not. */
    static Fault parse(@Nullable String mode, @Nullable String delay) {
        return new Fault(parseMode(mode), delay == null ? NONE.delay : parseDuration("delay", delay));
    }

    private static Mode parseMode(@Nullable String mode) {
        return Arrays.stream(Mode.values())
                .filter(known -> name(known).equals(mode))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("mode is " + mode + ": must be one of "
                        + Arrays.stream(Mode.values()).map(Fault::name).collect(Collectors.joining(", "))));
    }

    static Duration parseDuration(String what, String text) {
        Duration duration;
        try {
            duration = DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException e) {
            throw new IllegalArgumentException(what + " is " + text + ": must be a duration such as 300ms or 2s", e);
        }
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " is " + text + ": must be more than 0 and at most 60s");
        }
        return duration;
    }

    String modeName() {
        return name(mode);
    }

    private static String name(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
