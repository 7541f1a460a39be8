package io.breaker.spring.actuate;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.ManualChange;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operator may ask a breaker to do. */
enum StateUpdate {
    CLOSE,
    OPEN,
    HALF_OPEN,
    FORCE_OPEN,
    DISABLE,
    METRICS_ONLY,
    RESET;

    /** {@return whether a breaker stays so until somebody says otherwise, or for a time} */
    boolean isHeld() {
        return this == FORCE_OPEN || this == DISABLE || this == METRICS_ONLY;
    }

    void applyTo(CircuitBreaker breaker, ManualChange change) {
        switch (this) {
            case CLOSE -> breaker.transitionTo(State.CLOSED, change);
            case OPEN -> breaker.transitionTo(State.OPEN, change);
            case HALF_OPEN -> breaker.transitionTo(State.HALF_OPEN, change);
            case FORCE_OPEN -> breaker.transitionTo(State.FORCED_OPEN, change);
            case DISABLE -> breaker.transitionTo(State.DISABLED, change);
            case METRICS_ONLY -> breaker.transitionTo(State.METRICS_ONLY, change);
            case RESET -> breaker.reset(change);
        }
    }

    /** Reads an operator's word: case does not matter, and {@code half-open} is as good as {@code HALF_OPEN}. */
    static Optional<StateUpdate> parse(@Nullable String word) {
        if (word == null) {
            return Optional.empty();
        }
        String wanted = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values())
                .filter(update -> update.name().equals(wanted))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }
}
