package io.breaker.circuitbreaker;

import io.breaker.Check;
import io.breaker.OneLine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who moves a circuit breaker by hand, why, and for how long. All of it may be left unsaid. Texts are kept short and on one
 * line, as they are logged.
 *
 * @param by who, at most 100 characters
 * @param reason why, in somebody's words, at most 500 characters
 * @param duration for how long the breaker stays so before it goes back by itself, from 1 ms to 366 days; {@code null} for no
 *     end
 */
public record ManualChange(
        @Nullable String by,
        @Nullable String reason,
        @Nullable Duration duration) {

    /** A change of which nothing is said. */
    public static final ManualChange UNSAID = new ManualChange(null, null, null);

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    /**
     * Checks the duration and cuts the texts.
     *
     * @throws IllegalArgumentException if the duration is outside its range
     */
    public ManualChange {
        by = by == null || by.isBlank() ? null : OneLine.of(by, 100);
        reason = reason == null || reason.isBlank() ? null : OneLine.of(reason, 500);
        duration = duration == null ? null : Check.within("duration", duration, SHORTEST, LONGEST);
    }

    boolean isUnsaid() {
        return equals(UNSAID);
    }

    /** {@return who and why, for the log} */
    String words() {
        return (by == null ? "by hand" : "by " + by) + (reason == null ? "" : ": " + reason);
    }
}
