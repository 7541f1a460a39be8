package io.breaker.spring.actuate;

import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.fleet.FleetOverride.Mode;
import io.breaker.fleet.FleetView;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What an operator may ask a whole fleet to do. */
enum FleetUpdate {
    FORCE_OPEN(Mode.FORCED_OPEN),
    DISABLE(Mode.DISABLED),
    METRICS_ONLY(Mode.METRICS_ONLY),
    CLOSE(null),
    RELEASE(null);

    private final @Nullable Mode mode;

    FleetUpdate(@Nullable Mode mode) {
        this.mode = mode;
    }

    /** {@return whether it holds for a time, and somebody must say why} */
    boolean isOverride() {
        return mode != null;
    }

    /** Asks for it. Fails at once for a breaker that is not in the fleet and for a duration outside its range. */
    CompletableFuture<FleetView> applyTo(
            CircuitBreakerFleet fleet, String breaker, String reason, String by, Duration duration) {
        if (mode != null) {
            return fleet.overrule(breaker, mode, reason, by, duration);
        }
        return this == CLOSE ? fleet.closeForAll(breaker) : fleet.release(breaker);
    }

    static Optional<FleetUpdate> parse(@Nullable String word) {
        String wanted =
                word == null ? "" : word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values())
                .filter(update -> update.name().equals(wanted))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }
}
