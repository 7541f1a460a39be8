package io.breaker.spring.actuate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The events that are kept. Successes are not: meters count them, and keeping them would cost every call and push out what
 * one looks for.
 */
enum EventType {
    /** A call failed; with a retry, for good. */
    ERROR,
    /** A call ended with an exception that does not count. */
    IGNORED_ERROR,
    /** A call was refused; with a retry, by a policy further in. */
    NOT_PERMITTED,
    /** A breaker changed its state. */
    STATE_TRANSITION,
    /** An attempt failed, and there will be another. */
    RETRY,
    /** A bulkhead refused a call. */
    CALL_REJECTED,
    /** A rate limiter refused a call. */
    FAILED_ACQUIRE,
    /** A call took too long. */
    TIMEOUT,
    /** The instance was configured anew while the application runs. */
    CONFIG_CHANGE;

    /** Reads an operator's word for one of some types, as {@link StateUpdate#parse} does. */
    static Optional<EventType> parse(String word, List<EventType> known) {
        String wanted = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return known.stream().filter(type -> type.name().equals(wanted)).findFirst();
    }

    static String words(List<EventType> known) {
        return known.stream().map(Enum::name).collect(Collectors.joining(", "));
    }
}
