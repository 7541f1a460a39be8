package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import org.jspecify.annotations.Nullable;

/** Lets every call through and records nothing. */
final class Disabled extends Generation {

    Disabled(CircuitBreakerConfig config, Stay stay, InFlight inFlight) {
        super(config, stay, inFlight);
    }

    @Override
    State state() {
        return State.DISABLED;
    }

    @Override
    boolean admitsAtOnce(long nowNanos) {
        return !isDue(nowNanos);
    }

    @Override
    boolean tryEnter(long nowNanos) {
        return true;
    }

    @Override
    boolean isDue(long nowNanos) {
        return stay.isOver(nowNanos);
    }

    @Override
    @Nullable Decision decide(long nowNanos) {
        return null;
    }

    @Override
    Tally tally(long nowNanos) {
        return Tally.NONE;
    }

    @Override
    Generation reconfigured(CircuitBreakerConfig changed, long nowNanos) {
        return new Disabled(changed, stay, inFlightFor(changed, nowNanos));
    }
}
