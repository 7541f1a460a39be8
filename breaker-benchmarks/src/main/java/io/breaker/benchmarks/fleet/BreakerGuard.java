package io.breaker.benchmarks.fleet;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.fleet.FleetConfig;
import io.breaker.redis.RedisFleetStore;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

/** This library's breaker, alone or in a fleet. */
final class BreakerGuard implements Guard {

    static final String NAME = "payment";

    private final CircuitBreaker breaker;
    private final @Nullable CircuitBreakerFleet fleet;
    private final @Nullable RedisFleetStore store;

    private BreakerGuard(
            CircuitBreakerConfig config, @Nullable CircuitBreakerFleet fleet, @Nullable RedisFleetStore store) {
        this.breaker = CircuitBreaker.of(NAME, config);
        this.fleet = fleet;
        this.store = store;
    }

    static Guard local(CircuitBreakerConfig config) {
        return new BreakerGuard(config, null, null);
    }

    /** In the fleet of all that have the same scope. */
    static Guard inFleet(
            CircuitBreakerConfig config, ReactiveRedisConnectionFactory connections, String scope, String instance) {
        RedisFleetStore store = new RedisFleetStore(connections, "measured", scope);
        FleetConfig fleetConfig = FleetConfig.builder().instanceId(instance).build();
        CircuitBreakerFleet fleet = CircuitBreakerFleet.of(store, fleetConfig);
        BreakerGuard guard = new BreakerGuard(config, fleet, store);
        fleet.join(guard.breaker);
        return guard;
    }

    @Override
    public @Nullable Ticket begin() {
        boolean wasClosed = breaker.state() == State.CLOSED;
        Permit permit = breaker.tryAcquire();
        if (permit == null) {
            return null;
        }
        boolean probe = !wasClosed && breaker.state() != State.CLOSED;
        return new PermitTicket(permit, probe);
    }

    private record PermitTicket(Permit permit, boolean isProbe) implements Ticket {

        @Override
        public void settle(boolean failed) {
            if (failed) {
                permit.failure(new IllegalStateException("the payment provider does not answer"));
            } else {
                permit.success();
            }
        }
    }

    @Override
    public State state() {
        return breaker.state();
    }

    @Override
    public long failedExchanges() {
        return fleet == null
                ? 0
                : fleet.snapshot(NAME)
                        .map(snapshot -> snapshot.failedExchanges())
                        .orElse(0L);
    }

    @Override
    public void close() {
        if (fleet != null) {
            fleet.close();
        }
        if (store != null) {
            store.close();
        }
    }
}
