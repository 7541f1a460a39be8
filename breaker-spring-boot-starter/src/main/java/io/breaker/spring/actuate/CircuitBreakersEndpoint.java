package io.breaker.spring.actuate;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Shows the circuit breakers, and why each is in its state; changes a breaker's state by hand. Never creates a breaker. */
@Endpoint(id = "circuitbreakers")
public final class CircuitBreakersEndpoint implements AutoCloseable {

    private final CircuitBreakerRegistry registry;
    private final InstantSource clock;
    private final PerBreaker<LastTransition> transitions;

    /**
     * Makes the endpoint, which listens to the transitions of the registry's breakers until it is closed.
     *
     * @param registry the breakers
     * @param clock the wall clock, to tell at what time the next probe may go
     */
    public CircuitBreakersEndpoint(CircuitBreakerRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        this.transitions = new PerBreaker<>(registry, LastTransition::new);
    }

    /** {@return all breakers, by name} */
    @ReadOperation
    public Map<String, Object> circuitBreakers() {
        Map<String, Object> byName = new TreeMap<>();
        registry.all().forEach(breaker -> byName.put(breaker.name(), describe(breaker)));
        return Map.of("circuitBreakers", byName);
    }

    /**
     * Shows one breaker.
     *
     * @param name its name
     * @return what there is to know, or {@code null} if there is no such breaker
     */
    @ReadOperation
    public @Nullable Map<String, Object> circuitBreaker(@Selector String name) {
        return registry.find(name).map(this::describe).orElse(null);
    }

    /**
     * Changes the state of one breaker.
     *
     * @param name its name
     * @param updateState one of {@code CLOSE, OPEN, HALF_OPEN, FORCE_OPEN, DISABLE, METRICS_ONLY, RESET}
     * @return what became of it; status 404 without such a breaker, 400 without such a state
     */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> updateState(@Selector String name, @Nullable String updateState) {
        Optional<CircuitBreaker> found = registry.find(name);
        if (found.isEmpty()) {
            String message = "There is no circuit breaker '" + name + "'.";
            return new WebEndpointResponse<>(Map.of("message", message), WebEndpointResponse.STATUS_NOT_FOUND);
        }
        CircuitBreaker breaker = found.get();
        Optional<StateUpdate> update = StateUpdate.parse(updateState);
        if (update.isEmpty()) {
            String problem = updateState == null ? "updateState is missing" : "updateState is '" + updateState + "'";
            String message = problem + ": must be one of " + String.join(", ", StateUpdate.words()) + ".";
            return new WebEndpointResponse<>(answer(breaker, message), WebEndpointResponse.STATUS_BAD_REQUEST);
        }
        update.get().applyTo(breaker);
        String message = "Circuit breaker '" + name + "' is now " + breaker.state() + ".";
        return new WebEndpointResponse<>(answer(breaker, message));
    }

    private static Map<String, Object> answer(CircuitBreaker breaker, String message) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("circuitBreakerName", breaker.name());
        answer.put("currentState", breaker.state().name());
        answer.put("message", message);
        return answer;
    }

    private Map<String, Object> describe(CircuitBreaker breaker) {
        CircuitBreakerSnapshot now = breaker.snapshot();
        Map<String, Object> fields = CircuitBreakerFields.of(now, breaker.config());
        fields.put("since", now.since().toString());
        if (now.cause() != null) {
            fields.put("cause", now.cause().name());
        }
        fields.put(
                "why", transitions.at(breaker).map(last -> last.why(now)).orElseGet(() -> LastTransition.inWords(now)));
        fields.put("callsInFlight", now.callsInFlight());
        fields.put("callsOverdue", now.callsOverdue());
        fields.put("admittedShare", CircuitBreakerFields.percent(now.admittedShare()));
        if (now.state() == State.OPEN) {
            fields.put("retryAfter", now.retryAfter().toString());
            fields.put(
                    "nextProbe",
                    clock.instant()
                            .plus(now.retryAfter())
                            .truncatedTo(ChronoUnit.MILLIS)
                            .toString());
        }
        fields.put("config", ConfigFields.of(breaker.config()));
        return fields;
    }

    @Override
    public void close() {
        transitions.close();
    }
}
