package io.breaker.spring.actuate;

import io.breaker.circuitbreaker.CircuitBreaker;
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

    void applyTo(CircuitBreaker breaker) {
        switch (this) {
            case CLOSE -> breaker.close();
            case OPEN -> breaker.open();
            case HALF_OPEN -> breaker.halfOpen();
            case FORCE_OPEN -> breaker.forceOpen();
            case DISABLE -> breaker.disable();
            case METRICS_ONLY -> breaker.metricsOnly();
            case RESET -> breaker.reset();
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
