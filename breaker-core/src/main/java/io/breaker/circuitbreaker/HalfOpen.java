package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets a fixed number of probes through and decides by all of them: opens again as soon as the rest cannot prevent a rate
 * from reaching its threshold, closes when all have outcomes and none has. A probe that runs for too long is a slow call
 * from then on, so one that hangs holds nothing up.
 */
final class HalfOpen extends Generation {

    private final int probes;
    private final AtomicInteger permits;
    private final CountWindow outcomes;

    private HalfOpen(
            CircuitBreakerConfig config,
            Stay stay,
            InFlight inFlight,
            int probes,
            AtomicInteger permits,
            CountWindow outcomes) {
        super(config, stay, inFlight);
        this.probes = probes;
        this.permits = permits;
        this.outcomes = outcomes;
    }

    /** With that many probes, some of which may be under way already. */
    static HalfOpen of(CircuitBreakerConfig config, Stay stay, InFlight inFlight, int probes, int underWay) {
        AtomicInteger permits = new AtomicInteger(probes - underWay);
        return new HalfOpen(config, stay, inFlight, probes, permits, new CountWindow(probes));
    }

    @Override
    State state() {
        return State.HALF_OPEN;
    }

    @Override
    boolean tryEnter(long nowNanos) {
        int left = permits.get();
        while (left > 0) {
            if (permits.compareAndSet(left, left - 1)) {
                return true;
            }
            left = permits.get();
        }
        return false;
    }

    @Override
    void release() {
        permits.incrementAndGet();
    }

    @Override
    boolean isDue(long nowNanos) {
        return inFlight.isSweepDue(nowNanos) || permits.get() == 0 || isTooLong(nowNanos);
    }

    private boolean isTooLong(long nowNanos) {
        return config.maxHalfOpenNanos > 0 && nowNanos - stay.sinceNanos >= config.maxHalfOpenNanos;
    }

    /** An outcome that comes after the longest wait counts no more: the stay is over, whether anybody has noticed or not. */
    @Override
    boolean record(int outcome, long nowNanos, @Nullable Lane mine) {
        if (!isTooLong(nowNanos)) {
            outcomes.record(outcome, nowNanos);
        }
        return true;
    }

    @Override
    @Nullable Decision decide(long nowNanos) {
        Tally tally = tally(nowNanos);
        TransitionCause reached = exceeded(config, tally.failed(), tally.slow(), probes);
        if (reached != null) {
            return new Decision(State.OPEN, reached, tally);
        }
        if (tally.calls() >= probes) {
            return new Decision(State.CLOSED, TransitionCause.PROBES_SUCCEEDED, tally);
        }
        return isTooLong(nowNanos)
                ? new Decision(config.transitionToStateAfterWaitDuration(), TransitionCause.HALF_OPEN_TIMEOUT, tally)
                : null;
    }

    @Override
    Tally tally(long nowNanos) {
        return tally(outcomes, nowNanos);
    }

    @Override
    int minimumCalls() {
        return probes;
    }

    @Override
    Generation reconfigured(CircuitBreakerConfig changed, long nowNanos) {
        return new HalfOpen(changed, stay, inFlightFor(changed, nowNanos), probes, permits, outcomes);
    }
}
