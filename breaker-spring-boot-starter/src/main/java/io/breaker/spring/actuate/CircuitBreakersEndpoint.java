package io.breaker.spring.actuate;

import io.breaker.PerInstance;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import io.breaker.spring.config.BreakerConfigRefresher;
import io.breaker.spring.config.ChangedSetting;
import io.breaker.spring.config.ConfigFields;
import java.security.Principal;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;

/**
 * Shows the circuit breakers, and why each is in its state; changes a breaker's state and configuration by hand, where access
 * to it is unrestricted. Never creates a breaker.
 */
@Endpoint(id = CircuitBreakersEndpoint.ID, defaultAccess = Access.READ_ONLY)
public final class CircuitBreakersEndpoint implements AutoCloseable {

    static final String ID = "circuitbreakers";

    private final CircuitBreakerRegistry registry;
    private final BreakerConfigRefresher refresher;
    private final InstantSource clock;
    private final Supplier<@Nullable CircuitBreakerFleet> fleet;
    private final PerInstance<CircuitBreaker, LastTransition> transitions;

    /**
     * Makes the endpoint, which listens to the transitions of the registry's breakers until it is closed.
     *
     * @param registry the breakers
     * @param refresher changes their configurations
     * @param clock the wall clock, to tell at what time the next probe may go
     */
    public CircuitBreakersEndpoint(
            CircuitBreakerRegistry registry, BreakerConfigRefresher refresher, InstantSource clock) {
        this(registry, refresher, clock, () -> null);
    }

    /**
     * Makes the endpoint, which shows and changes the breakers' fleet, too.
     *
     * @param registry the breakers
     * @param refresher changes their configurations
     * @param clock the wall clock, to tell at what time the next probe may go
     * @param fleet the fleet, or {@code null} while no breaker is in one; asked each time
     */
    public CircuitBreakersEndpoint(
            CircuitBreakerRegistry registry,
            BreakerConfigRefresher refresher,
            InstantSource clock,
            Supplier<@Nullable CircuitBreakerFleet> fleet) {
        this.registry = registry;
        this.refresher = refresher;
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
     * Changes the state of one breaker, here or in its whole fleet; or its configuration, here, until the application ends.
     *
     * @param pathName its name
     * @param updateState one of {@code CLOSE, OPEN, HALF_OPEN, FORCE_OPEN, DISABLE, METRICS_ONLY, RESET}; for a fleet one
     *     of {@code FORCE_OPEN, DISABLE, METRICS_ONLY, CLOSE, RELEASE}
     * @param scope {@code instance}, the default, or {@code fleet}
     * @param reason why
     * @param by who says so, if nobody is logged in
     * @param duration for how long, of states that do not end by themselves; its key is {@code for}, see {@link BodyKeys}
     * @param settings values by their keys below the instance, {@code null} for what files say; in bodies they stand beside
     *     the other keys
     * @param security knows who asks
     * @return what became of it; status 404 without such a breaker, 400 for a key or value that is none, 503 if the fleet
     *     cannot be reached
     */
    @WriteOperation
    @ManagedOperationParameter(name = BodyKeys.MANAGED_NAME, description = "the circuit breaker's name")
    @ManagedOperationParameter(name = "updateState", description = "what to do")
    @ManagedOperationParameter(name = "scope", description = "instance, the default, or fleet")
    @ManagedOperationParameter(name = "reason", description = "why")
    @ManagedOperationParameter(name = "by", description = "who says so")
    @ManagedOperationParameter(name = BodyKeys.FOR, description = "for how long, such as 30m")
    @ManagedOperationParameter(name = BodyKeys.SETTINGS, description = "values of settings by their keys")
    public WebEndpointResponse<Map<String, Object>> updateState(
            @Selector String pathName,
            @Nullable String updateState,
            @Nullable String scope,
            @Nullable String reason,
            @Nullable String by,
            @Nullable String duration,
            @Nullable Map<String, @Nullable Object> settings,
            SecurityContext security) {
        CircuitBreaker breaker = registry.find(pathName).orElse(null);
        if (breaker == null) {
            String message = "There is no circuit breaker '" + pathName + "'.";
            return new WebEndpointResponse<>(Map.of("message", message), WebEndpointResponse.STATUS_NOT_FOUND);
        }
        String who = who(security, by);
        String wanted = scope == null ? "instance" : scope.strip().toLowerCase(Locale.ROOT);
        UpdateResult result;
        if (!wanted.equals("instance") && !wanted.equals("fleet")) {
            result = UpdateResult.refused("scope is '" + scope + "': must be instance or fleet.");
        } else if (settings != null && !settings.isEmpty()) {
            result = new ConfigCommand(settings, updateState, wanted, duration)
                    .carryOut(refresher, pathName, who, reason);
        } else if (wanted.equals("fleet")) {
            result = new FleetCommand(updateState, reason, who == null ? "unknown" : who, duration)
                    .send(fleet.get(), pathName);
        } else {
            result = new InstanceCommand(updateState, reason, who, duration).carryOut(breaker);
        }
        return new WebEndpointResponse<>(answer(breaker, result.message()), result.status());
    }

    private static @Nullable String who(SecurityContext security, @Nullable String by) {
        Principal principal = security.getPrincipal();
        if (principal != null && principal.getName() != null) {
            return principal.getName();
        }
        return by == null || by.isBlank() ? null : by.strip();
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
        Map<String, Object> changed = new TreeMap<>();
        refresher.changedSettings(breaker.name()).forEach((setting, change) -> changed.put(setting, describe(change)));
        if (!changed.isEmpty()) {
            fields.put("changedSettings", changed);
        }
        return fields;
    }

    private static Map<String, Object> describe(ChangedSetting change) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("value", change.value());
        fields.put("since", change.time().toString());
        if (change.by() != null) {
            fields.put("by", change.by());
        }
        if (change.reason() != null) {
            fields.put("reason", change.reason());
        }
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
