package io.breaker.circuitbreaker;

import io.breaker.Backoff;
import io.breaker.Nanos;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.fleet.FleetAction;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetReport;
import io.breaker.fleet.FleetRules;
import io.breaker.fleet.FleetState;
import io.breaker.fleet.FleetTally;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Says how one breaker fares, and by which rules it decides. */
final class FleetReporter {

    /** Stores look at all reports once a second: who is to be known for alive must not be forgotten between two looks. */
    private static final long LEAST_ALIVE_MILLIS = 5_000;

    private final String breaker;
    private final FleetConfig config;
    private final RandomGenerator random;

    FleetReporter(String breaker, FleetConfig config, RandomGenerator random) {
        this.breaker = breaker;
        this.config = config;
        this.random = random;
    }

    FleetReport report(Generation current, FleetState known, FleetAction action, long now) {
        Recording counted = current.state() == State.CLOSED
                ? (Recording) current
                : openedItself(current) && current instanceof Refusing open ? open.opened : null;
        Lease lease = current instanceof LeasedHalfOpen leased ? leased.lease : null;
        return new FleetReport(
                breaker,
                config.instanceId(),
                known,
                counted == null ? FleetTally.NONE : counted.forFleet(now),
                counted == null ? FleetTally.NONE : counted.fastForFleet(now),
                openedItself(current),
                lease != null && lease.outcome() == null ? lease.number : 0,
                rules(current.config),
                action);
    }

    /** Whether this instance's own calls have opened the breaker. */
    static boolean openedItself(Generation current) {
        Decision decision = current.stay.decision;
        boolean own = current.stay.gate == null && decision != null && decision.change() == null;
        boolean open = current.state() == State.OPEN || current.state() == State.HALF_OPEN;
        return own && open;
    }

    /** Whether the last moments have half the makings of an outage, and the fleet does not know all of it. */
    static boolean isSuspicious(Generation current, FleetTally sent, long now) {
        if (!(current instanceof Recording recording) || current.state() != State.CLOSED) {
            return false;
        }
        FleetTally fast = recording.fastForFleet(now);
        return isHalfBad(current.config, fast) && !fast.equals(sent);
    }

    /** Whether there are half as many bad calls as open a breaker. */
    static boolean isHalfBad(CircuitBreakerConfig config, FleetTally tally) {
        return tally.calls() > 0
                && (200 * tally.failed() >= config.failureRateThreshold() * tally.calls()
                        || 200 * tally.slow() >= config.slowCallRateThreshold() * tally.calls());
    }

    private FleetRules rules(CircuitBreakerConfig breaking) {
        Backoff wait = breaking.openWait;
        long sync = config.syncInterval().toMillis();
        return new FleetRules(
                breaking.minimumNumberOfCalls(),
                breaking.failureRateThreshold(),
                breaking.slowCallRateThreshold(),
                breaking.fastWindowCalls(),
                breaking.fastWindowRate(),
                config.quorumMinimum(),
                config.quorumFraction(),
                millis(wait.initialNanos()),
                wait.multiplier(),
                millis(Math.max(wait.initialNanos(), Math.min(wait.maxNanos(), Nanos.of(Duration.ofDays(1))))),
                scatter(wait.randomFactor()),
                breaking.permittedNumberOfCallsInHalfOpenState(),
                config.leaseDuration().toMillis(),
                breaking.maxHalfOpenNanos / 1_000_000,
                breaking.transitionToStateAfterWaitDuration() == State.CLOSED,
                breaking.rampNanos / 1_000_000,
                4 * sync,
                Math.max(16 * sync, LEAST_ALIVE_MILLIS));
    }

    private double scatter(double factor) {
        return factor == 0 ? 1 : random.nextDouble(1 - factor, 1 + factor);
    }

    private static long millis(long nanos) {
        return Math.max(1, nanos / 1_000_000);
    }
}
