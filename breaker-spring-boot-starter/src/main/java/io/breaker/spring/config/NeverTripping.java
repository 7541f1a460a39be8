package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.SlidingWindowType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the circuit breakers that can never trip, since their window never holds as many calls as that takes. Looks at
 * breakers as they are made, so it speaks of none that nobody makes. Thread-safe.
 */
final class NeverTripping {

    /** The same values from the same places: mended at once for all breakers that have them. */
    private record Cause(
            int calls,
            int window,
            @Nullable Written decidesCalls,
            @Nullable Written decidesWindow) {}

    private static final Set<State> NEVER_MEANT_TO_TRIP = Set.of(State.DISABLED, State.METRICS_ONLY, State.FORCED_OPEN);

    /** Names, and what customizers make of them, have no bound. */
    private static final int MOST = 100;

    private final PolicySettings<?, CircuitBreakerConfig> breakers;
    private final Map<Cause, Set<String>> names = new LinkedHashMap<>();
    private boolean reported;

    NeverTripping(PolicySettings<?, CircuitBreakerConfig> breakers) {
        this.breakers = breakers;
    }

    /** Looks at a breaker that is being made. After the startup report, the first one of each cause is logged. */
    void look(String name, CircuitBreakerConfig config) {
        if (canTrip(config)) {
            return;
        }
        Cause cause = new Cause(
                config.minimumNumberOfCalls(),
                config.slidingWindowSize(),
                breakers.deciding(name, "minimum-number-of-calls"),
                breakers.deciding(name, "sliding-window-size"));
        if (note(cause, name)) {
            StartupCheck.log(problem(cause, Set.of(name)));
        }
    }

    private static boolean canTrip(CircuitBreakerConfig config) {
        return config.slidingWindowType() != SlidingWindowType.COUNT_BASED
                || config.minimumNumberOfCalls() <= config.slidingWindowSize()
                || NEVER_MEANT_TO_TRIP.contains(config.initialState());
    }

    /** {@return whether to log it at once} */
    private boolean note(Cause cause, String name) {
        synchronized (names) {
            boolean isNew = !names.containsKey(cause);
            if (isNew && names.size() == MOST) {
                return false;
            }
            Set<String> alike = names.computeIfAbsent(cause, any -> new LinkedHashSet<>());
            if (!reported && alike.size() < MOST) {
                alike.add(name);
            }
            return reported && isNew;
        }
    }

    /** Notes those that startup has made, once for each cause. */
    void report(StartupReport report) {
        synchronized (names) {
            reported = true;
            names.forEach((cause, who) -> report.warning(problem(cause, who)));
        }
    }

    private static Problem problem(Cause cause, Set<String> who) {
        Written decides = cause.decidesCalls;
        return new Problem(
                "%s is %d, and the window holds %d calls, so these circuit breakers can never trip: %s."
                        .formatted(
                                decides == null ? "minimum-number-of-calls" : decides.key(),
                                cause.calls,
                                cause.window,
                                String.join(", ", who)),
                decides == null ? null : decides.origin(),
                "Make minimum-number-of-calls at most the sliding-window-size.");
    }
}
