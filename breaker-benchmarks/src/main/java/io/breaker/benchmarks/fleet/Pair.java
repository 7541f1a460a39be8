package io.breaker.benchmarks.fleet;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetPhase;
import io.breaker.fleet.FleetSnapshot;
import io.breaker.redis.RedisFleetStore;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Two instances and their Redis. */
final class Pair implements AutoCloseable {

    private static final String NAME = "payment";
    /** Fewer than an instance alone needs for its fast window; both together have enough. */
    private static final int FAILURES_EACH = 6;

    final CircuitBreaker ours;
    private final CircuitBreaker other;
    private final Redis redis = Redis.start();
    private final Connections connections = new Connections(redis.port());
    private final RedisFleetStore ourStore;
    private final RedisFleetStore otherStore;
    private final CircuitBreakerFleet ourFleet;
    private final CircuitBreakerFleet otherFleet;

    Pair(CircuitBreakerConfig config) {
        LettuceConnectionFactory factory = connections.create();
        this.ours = CircuitBreaker.of(NAME, config);
        this.other = CircuitBreaker.of(NAME, config);
        this.ourStore = new RedisFleetStore(factory, "pair", "");
        this.otherStore = new RedisFleetStore(factory, "pair", "");
        this.ourFleet = CircuitBreakerFleet.of(ourStore, config("ours"));
        this.otherFleet = CircuitBreakerFleet.of(otherStore, config("other"));
        ourFleet.join(ours);
        otherFleet.join(other);
        Subject.until(() -> snapshot(otherFleet).view().instances() == 2
                && snapshot(ourFleet).attached());
    }

    private static FleetConfig config(String instance) {
        return FleetConfig.builder().instanceId(instance).build();
    }

    private static FleetSnapshot snapshot(CircuitBreakerFleet fleet) {
        return fleet.snapshot(NAME).orElseThrow();
    }

    /** Through what the fleet decides. */
    void bring(State state) {
        if (state == State.CLOSED) {
            return;
        }
        Subject.fail(ours, FAILURES_EACH);
        Subject.fail(other, FAILURES_EACH);
        Subject.until(() -> snapshot(ourFleet).view().state().phase() == FleetPhase.OPEN
                && snapshot(otherFleet).view().state().phase() == FleetPhase.OPEN);
        if (state == State.HALF_OPEN) {
            Subject.until(() -> other.tryAcquire() != null);
            Subject.until(() -> {
                boolean refused = ours.tryAcquire() == null; // which makes it ask
                return refused
                        && "other".equals(snapshot(ourFleet).view().probes().holder());
            });
        }
    }

    /** Returns once both decide alone. */
    void loseRedis(boolean freeze, State state) {
        if (freeze) {
            redis.freeze();
        } else {
            redis.close();
        }
        Subject.until(
                () -> !snapshot(ourFleet).attached() && !snapshot(otherFleet).attached());
        if (state == State.HALF_OPEN) {
            Subject.takeAllProbes(ours);
        }
    }

    @Override
    public void close() {
        ourFleet.close();
        otherFleet.close();
        ourStore.close();
        otherStore.close();
        connections.close();
        redis.close();
    }
}
