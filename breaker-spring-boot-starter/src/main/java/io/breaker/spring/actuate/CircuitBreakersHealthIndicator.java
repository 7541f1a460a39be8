package io.breaker.spring.actuate;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of all circuit breakers as one component. It is up while breakers are open, because an open breaker is a
 * system that protects itself; unless an open one may turn it down.
 */
public final class CircuitBreakersHealthIndicator extends AbstractHealthIndicator {

    private final CircuitBreakerRegistry registry;
    private final Predicate<String> isShown;
    private final Predicate<String> mayTurnDown;

    /**
     * Makes the indicator. It looks at the registry anew each time.
     *
     * @param registry the breakers
     * @param isShown whether the breaker of a name takes part
     * @param mayTurnDown whether the breaker of a name, when open, turns the whole component down
     */
    public CircuitBreakersHealthIndicator(
            CircuitBreakerRegistry registry, Predicate<String> isShown, Predicate<String> mayTurnDown) {
        super("The health of the circuit breakers could not be read");
        this.registry = registry;
        this.isShown = isShown;
        this.mayTurnDown = mayTurnDown;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up();
        registry.all().stream()
                .filter(breaker -> isShown.test(breaker.name()))
                .sorted(Comparator.comparing(CircuitBreaker::name))
                .forEach(breaker -> add(breaker, health));
    }

    private void add(CircuitBreaker breaker, Health.Builder health) {
        CircuitBreakerSnapshot now = breaker.snapshot();
        // Maps rather than nested Health objects: the same text whatever turns it into JSON.
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("status", status(now.state()));
        own.put("details", CircuitBreakerFields.of(now, breaker.config()));
        health.withDetail(breaker.name(), own);
        if (isOpen(now.state()) && mayTurnDown.test(breaker.name())) {
            health.down();
        }
    }

    private static String status(State state) {
        if (isOpen(state)) {
            return "CIRCUIT_OPEN";
        }
        return state == State.HALF_OPEN ? "CIRCUIT_HALF_OPEN" : Status.UP.getCode();
    }

    private static boolean isOpen(State state) {
        return state == State.OPEN || state == State.FORCED_OPEN;
    }
}
