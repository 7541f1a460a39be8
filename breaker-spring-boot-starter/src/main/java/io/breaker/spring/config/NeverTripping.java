package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.SlidingWindowType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the circuit breakers that can never trip, since their window never holds as many calls as that takes. */
final class NeverTripping {

    /** The same values from the same places: mended at once for all breakers that have them. */
    private record Cause(
            int calls,
            int window,
            @Nullable Written decidesCalls,
            @Nullable Written decidesWindow) {}

    private static final Set<State> NEVER_MEANT_TO_TRIP = Set.of(State.DISABLED, State.METRICS_ONLY, State.FORCED_OPEN);
    private static final String OTHERS = "all that no breaker.circuitbreaker.instances configures";

    private final PolicySettings<?, CircuitBreakerConfig> breakers;
    private final Map<Cause, List<String>> names = new LinkedHashMap<>();

    private NeverTripping(PolicySettings<?, CircuitBreakerConfig> breakers) {
        this.breakers = breakers;
    }

    /** Notes them, once for each cause. */
    static void report(PolicySettings<?, CircuitBreakerConfig> breakers, StartupReport report) {
        NeverTripping found = new NeverTripping(breakers);
        breakers.instances().forEach(name -> found.look(name, name, breakers.config(name)));
        breakers.configOfOthers().ifPresent(config -> found.look(null, OTHERS, config));
        found.names.forEach((cause, who) -> report.warning(problem(cause, who)));
    }

    private void look(@Nullable String name, String who, CircuitBreakerConfig config) {
        boolean canTrip = config.slidingWindowType() != SlidingWindowType.COUNT_BASED
                || config.minimumNumberOfCalls() <= config.slidingWindowSize();
        if (canTrip || NEVER_MEANT_TO_TRIP.contains(config.initialState())) {
            return;
        }
        Cause cause = new Cause(
                config.minimumNumberOfCalls(),
                config.slidingWindowSize(),
                breakers.deciding(name, "minimum-number-of-calls"),
                breakers.deciding(name, "sliding-window-size"));
        names.computeIfAbsent(cause, any -> new ArrayList<>()).add(who);
    }

    private static Problem problem(Cause cause, List<String> who) {
        Written decides = cause.decidesCalls;
        String last = who.get(who.size() - 1);
        String others = String.join(", ", who.subList(0, who.size() - 1));
        return new Problem(
                "%s is %d, and the window holds %d calls, so these circuit breakers can never trip: %s."
                        .formatted(
                                decides == null ? "minimum-number-of-calls" : decides.key(),
                                cause.calls,
                                cause.window,
                                others.isEmpty() ? last : others + (last.equals(OTHERS) ? ", and " : ", ") + last),
                decides == null ? null : decides.origin(),
                "Make minimum-number-of-calls at most the sliding-window-size.");
    }
}
