package io.breaker.spring.actuate;

import io.breaker.PerInstance;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import java.security.Principal;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;

/** Shows the circuit breakers, and why each is in its state; changes a breaker's state by hand. Never creates a breaker. */
@Endpoint(id = CircuitBreakersEndpoint.ID)
public final class CircuitBreakersEndpoint implements AutoCloseable {

    static final String ID = "circuitbreakers";

    private final CircuitBreakerRegistry registry;
    private final InstantSource clock;
    private final Supplier<@Nullable CircuitBreakerFleet> fleet;
    private final PerInstance<CircuitBreaker, LastTransition> transitions;

    /**
     * Makes the endpoint, which listens to the transitions of the registry's breakers until it is closed.
     *
     * @param registry the breakers
     * @param clock the wall clock, to tell at what time the next probe may go
     */
    public CircuitBreakersEndpoint(CircuitBreakerRegistry registry, InstantSource clock) {
        this(registry, clock, () -> null);
    }

    /**
     * Makes the endpoint, which shows and changes the breakers' fleet, too.
     *
     * @param registry the breakers
     * @param clock the wall clock, to tell at what time the next probe may go
     * @param fleet the fleet, or {@code null} while no breaker is in one; asked each time
     */
    public CircuitBreakersEndpoint(
            CircuitBreakerRegistry registry, InstantSource clock, Supplier<@Nullable CircuitBreakerFleet> fleet) {
        this.registry = registry;
        this.clock = clock;
        this.fleet = fleet;
        this.transitions = new PerInstance<>(registry, LastTransition::new);
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
     * Changes the state of one breaker, here or in its whole fleet.
     *
     * @param name its name
     * @param updateState one of {@code CLOSE, OPEN, HALF_OPEN, FORCE_OPEN, DISABLE, METRICS_ONLY, RESET}; for a fleet one
     *     of {@code FORCE_OPEN, DISABLE, METRICS_ONLY, CLOSE, RELEASE}
     * @param scope {@code instance}, the default, or {@code fleet}
     * @param reason for a fleet, why
     * @param by for a fleet, who says so, if nobody is logged in
     * @param duration for a fleet, for how long; a day if not given; its key is {@code for}, see {@link ForKey}
     * @param security knows who asks
     * @return what became of it; status 404 without such a breaker, 400 for a value that is none, 503 if the fleet cannot be
     *     reached
     */
    @WriteOperation
    @ManagedOperationParameter(name = "name", description = "the circuit breaker's name")
    @ManagedOperationParameter(name = "updateState", description = "what to do")
    @ManagedOperationParameter(name = "scope", description = "instance, the default, or fleet")
    @ManagedOperationParameter(name = "reason", description = "for a fleet, why")
    @ManagedOperationParameter(name = "by", description = "for a fleet, who says so")
    @ManagedOperationParameter(name = ForKey.KEY, description = "for a fleet, for how long, such as 30m")
    public WebEndpointResponse<Map<String, Object>> updateState(
            @Selector String name,
            @Nullable String updateState,
            @Nullable String scope,
            @Nullable String reason,
            @Nullable String by,
            @Nullable String duration,
            SecurityContext security) {
        CircuitBreaker breaker = registry.find(name).orElse(null);
        if (breaker == null) {
            String message = "There is no circuit breaker '" + name + "'.";
            return new WebEndpointResponse<>(Map.of("message", message), WebEndpointResponse.STATUS_NOT_FOUND);
        }
        String wanted = scope == null ? "instance" : scope.strip().toLowerCase(Locale.ROOT);
        FleetCommand command = new FleetCommand(updateState, reason, who(security, by), duration);
        UpdateResult result = switch (wanted) {
            case "fleet" -> command.send(fleet.get(), name);
            case "instance" ->
                reason == null && by == null && duration == null
                        ? updateHere(breaker, updateState)
                        : UpdateResult.refused("reason, by and for are taken with scope fleet alone.");
            default -> UpdateResult.refused("scope is '" + scope + "': must be instance or fleet.");
        };
        return new WebEndpointResponse<>(answer(breaker, result.message()), result.status());
    }

    private static UpdateResult updateHere(CircuitBreaker breaker, @Nullable String updateState) {
        Optional<StateUpdate> update = StateUpdate.parse(updateState);
        if (update.isEmpty()) {
            String problem = updateState == null ? "updateState is missing" : "updateState is '" + updateState + "'";
            return UpdateResult.refused(problem + ": must be one of " + String.join(", ", StateUpdate.words()) + ".");
        }
        update.get().applyTo(breaker);
        String message = "Circuit breaker '" + breaker.name() + "' is now " + breaker.state() + ".";
        return UpdateResult.done(message);
    }

    private static String who(SecurityContext security, @Nullable String by) {
        Principal principal = security.getPrincipal();
        if (principal != null && principal.getName() != null) {
            return principal.getName();
        }
        return by == null || by.isBlank() ? "unknown" : by.strip();
    }

    private Map<String, Object> answer(CircuitBreaker breaker, String message) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("circuitBreakerName", breaker.name());
        answer.put("currentState", breaker.state().name());
        answer.put("message", message);
        addFleet(breaker, answer);
        return answer;
    }

    private Map<String, Object> describe(CircuitBreaker breaker) {
        CircuitBreakerSnapshot now = breaker.snapshot();
        Map<String, Object> fields = CircuitBreakerFields.of(now, breaker.config());
        fields.put("since", now.since().toString());
        if (now.cause() != null) {
            fields.put("cause", now.cause().name());
        }
        transitions
                .at(breaker)
                .ifPresentOrElse(
                        last -> last.putWhy(now, fields), () -> fields.put("why", LastTransition.inWords(now)));
        fields.put("callsInFlight", now.callsInFlight());
        fields.put("callsOverdue", now.callsOverdue());
        fields.put("starved", now.starved());
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
        addFleet(breaker, fields);
        fields.put("config", ConfigFields.of(breaker.config()));
        return fields;
    }

    /** As far as this instance knows it: nobody is asked. */
    private void addFleet(CircuitBreaker breaker, Map<String, Object> fields) {
        CircuitBreakerFleet known = fleet.get();
        if (known != null) {
            known.snapshot(breaker.name()).ifPresent(now -> fields.put("fleet", FleetFields.of(now, breaker.config())));
        }
    }

    @Override
    public void close() {
        transitions.close();
    }
}
