package io.breaker.spring.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The events that are kept. Successes are not: meters count them, and keeping them would cost every call and push out what
 * one looks for.
 */
enum EventType {
    ERROR,
    IGNORED_ERROR,
    NOT_PERMITTED,
    STATE_TRANSITION;

    /** Reads an operator's word, as {@link StateUpdate#parse} does. */
    static Optional<EventType> parse(String word) {
        String wanted = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values())
                .filter(type -> type.name().equals(wanted))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }
}
