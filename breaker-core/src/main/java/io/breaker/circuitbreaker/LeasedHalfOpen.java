package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.fleet.FleetTally;
import org.jspecify.annotations.Nullable;

/**
 * Half-open in a fleet: the one call goes that takes this instance's lease, if it has one. There is a generation for each
 * lease, so that a probe's outcome ends its own lease or none. The fleet decides by the outcomes; when it has not been heard
 * of for too long, the breaker becomes half-open by itself.
 */
final class LeasedHalfOpen extends Generation {

    private final FleetGate gate;
    final @Nullable Lease lease;

    LeasedHalfOpen(CircuitBreakerConfig config, Stay stay, InFlight inFlight, FleetGate gate, @Nullable Lease lease) {
        super(config, stay, inFlight);
        this.gate = gate;
        this.lease = lease;
    }

    @Override
    State state() {
        return State.HALF_OPEN;
    }

    @Override
    boolean tryEnter(long nowNanos) {
        if (lease != null && lease.take(nowNanos)) {
            return true;
        }
        gate.wantProbe();
        return false;
    }

    @Override
    boolean isDue(long nowNanos) {
        return !gate.isAttached(nowNanos);
    }

    @Override
    @Nullable Decision decide(long nowNanos) {
        return null;
    }

    @Override
    Generation relieved(long nowNanos) {
        if (gate.isAttached(nowNanos)) {
            return this;
        }
        int probes = gate.probesAlone(config.permittedNumberOfCallsInHalfOpenState());
        boolean underWay = lease != null && lease.isTaken() && lease.outcome() == null;
        return HalfOpen.of(config, stay, inFlight, probes, underWay ? 1 : 0);
    }

    @Override
    boolean record(int outcome, long nowNanos, @Nullable Lane mine) {
        end(new FleetTally(1, outcome & Window.FAILED, (outcome & Window.SLOW) / Window.SLOW));
        return false;
    }

    @Override
    void release() {
        end(FleetTally.NONE);
    }

    private void end(FleetTally outcome) {
        if (lease != null) {
            lease.end(outcome);
            gate.probeEnded();
        }
    }

    @Override
    Tally tally(long nowNanos) {
        return gate.probes();
    }

    @Override
    int minimumCalls() {
        return config.permittedNumberOfCallsInHalfOpenState();
    }

    @Override
    Generation reconfigured(CircuitBreakerConfig changed, long nowNanos) {
        return new LeasedHalfOpen(changed, stay, inFlightFor(changed, nowNanos), gate, lease);
    }
}
