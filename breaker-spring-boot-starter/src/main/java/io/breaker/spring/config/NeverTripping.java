package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.SlidingWindowType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the circuit breakers that can never trip, since no window of theirs ever holds as many calls as that takes. Looks at
 * breakers that have been made, so it speaks of none that nobody makes. Thread-safe.
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
    private static final int MOST_CAUSES = 100;

    private final PolicySettings<?, CircuitBreakerConfig> breakers;
    private final Set<Cause> told = ConcurrentHashMap.newKeySet();

    NeverTripping(PolicySettings<?, CircuitBreakerConfig> breakers) {
        this.breakers = breakers;
    }

    /** Notes those among the breakers that startup has made, once for each cause. */
    void report(Collection<CircuitBreaker> made, StartupReport report) {
        Map<Cause, List<String>> names = new LinkedHashMap<>();
        made.stream()
                .filter(breaker -> !canTrip(breaker.config()))
                .sorted(Comparator.comparing(CircuitBreaker::name))
                .forEach(breaker -> names.computeIfAbsent(cause(breaker), any -> new ArrayList<>())
                        .add(breaker.name()));
        names.forEach((cause, who) -> {
            told.add(cause);
            report.warning(problem(cause, who));
        });
    }

    /** Logs a breaker that is made after startup, if it is the first of its cause. */
    void look(CircuitBreaker made) {
        if (canTrip(made.config()) || told.size() >= MOST_CAUSES) {
            return;
        }
        Cause cause = cause(made);
        if (told.add(cause)) {
            StartupCheck.log(problem(cause, List.of(made.name())));
        }
    }

    static boolean canTrip(CircuitBreakerConfig config) {
        return config.slidingWindowType() != SlidingWindowType.COUNT_BASED
                || config.minimumNumberOfCalls() <= config.slidingWindowSize()
                || config.fastWindowCalls() > 0
                || config.fleetEnabled() // which adds up calls over a time
                || NEVER_MEANT_TO_TRIP.contains(config.initialState());
    }

    private Cause cause(CircuitBreaker breaker) {
        CircuitBreakerConfig config = breaker.config();
        return new Cause(
                config.minimumNumberOfCalls(),
                config.slidingWindowSize(),
                deciding(breaker, "minimum-number-of-calls", CircuitBreakerConfig::minimumNumberOfCalls),
                deciding(breaker, "sliding-window-size", CircuitBreakerConfig::slidingWindowSize));
    }

    /** The property that the value comes from; customizers and registries of the application's own may have made another. */
    private @Nullable Written deciding(
            CircuitBreaker breaker, String setting, ToIntFunction<CircuitBreakerConfig> value) {
        int inForce = value.applyAsInt(breaker.config());
        boolean isWritten = breakers.written(breaker.name())
                .filter(written -> value.applyAsInt(written) == inForce)
                .isPresent();
        return isWritten ? breakers.deciding(breaker.name(), setting) : null;
    }

    private static Problem problem(Cause cause, List<String> who) {
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
