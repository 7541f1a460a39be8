package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One stay in one state: the object that admits a call is the one on which its outcome is settled. A generation decides
 * and counts, but changes nothing outside itself: {@link StateMachine} carries its decisions out, with one
 * compare-and-set.
 *
 * <p>A change of configuration replaces the object but not the stay: both then share {@link #stay} and what they count in.
 */
abstract sealed class Generation permits Recording, HalfOpen, LeasedHalfOpen, Refusing, Disabled {

    final CircuitBreakerConfig config;
    final Stay stay;
    final InFlight inFlight;

    Generation(CircuitBreakerConfig config, Stay stay, InFlight inFlight) {
        this.config = config;
        this.stay = stay;
        this.inFlight = inFlight;
    }

    /** What identifies a stay and what does not change during it. */
    static final class Stay {

        final long sinceNanos;
        /** When it began on the wall clock, for display only. */
        final Instant since;
        /** The how-manieth opening in a row this is or follows. */
        final int opening;
        /** What ended the stay before it; {@code null} for the first one. */
        final @Nullable Decision decision;
        /** The fleet in whose name it is, if it is. */
        final @Nullable FleetGate gate;
        /** Its end, if somebody asked for one. */
        final @Nullable Hold hold;
        /** The timer that will end it, if there is one. */
        private final AtomicReference<@Nullable Future<?>> alarm = new AtomicReference<>();
        /** Made with the first one. */
        private final AtomicReference<@Nullable BadCalls> badCalls = new AtomicReference<>();

        Stay(
                long sinceNanos,
                Instant since,
                int opening,
                @Nullable Decision decision,
                @Nullable FleetGate gate,
                @Nullable Hold hold) {
            this.sinceNanos = sinceNanos;
            this.since = since;
            this.opening = opening;
            this.decision = decision;
            this.gate = gate;
            this.hold = hold;
        }

        /** Whether the time is over for which somebody asked for it. */
        boolean isOver(long nowNanos) {
            return hold != null && hold.isOver(nowNanos);
        }

        /** Keeps what is to be said of a bad call, if there is memory for it: it counts in any case. */
        void note(@Nullable Throwable thrown, long tookNanos) {
            try {
                BadCalls known = badCalls.get();
                if (known == null) {
                    badCalls.compareAndSet(null, new BadCalls());
                    known = badCalls.get();
                }
                if (known != null) {
                    known.add(thrown, tookNanos);
                }
            } catch (VirtualMachineError noRoom) {
                // Who decides will know less of why.
            }
        }

        /** What the latest bad calls that ended during it have in common. */
        BadCalls.Summary summary(int latest) {
            BadCalls known = badCalls.get();
            return known == null ? BadCalls.Summary.NONE : known.summary(latest);
        }

        @Nullable FleetOrder order() {
            return decision == null ? null : decision.order();
        }

        /** Whether it follows an outage that is over, as far as anybody can tell. */
        boolean recovers() {
            FleetOrder order = order();
            return order != null
                    ? order.recovers()
                    : decision != null
                            && (decision.cause() == TransitionCause.PROBES_SUCCEEDED
                                    || decision.cause() == TransitionCause.HALF_OPEN_TIMEOUT);
        }

        void replaceAlarm(@Nullable Future<?> next) {
            Future<?> before = alarm.getAndSet(next);
            if (before != null) {
                before.cancel(false);
            }
        }
    }

    abstract State state();

    /** Whether a call may go ahead, and there is no need to look at anything else first. Cheap. */
    boolean admitsAtOnce(long nowNanos) {
        return false;
    }

    /** Whether a call may go ahead; {@code true} takes the permit, if there are permits here. */
    abstract boolean tryEnter(long nowNanos);

    /** Which part of all calls goes ahead, from 0 to 1, where calls go at all. */
    double admittedShare(long nowNanos) {
        return 1;
    }

    /** Whether calls come so seldom that their rates have never counted, and so never opened anything. */
    boolean isStarved(long nowNanos) {
        return false;
    }

    /** How many openings in a row a further one would follow. */
    int openings(long nowNanos) {
        return stay.opening;
    }

    /** Whether {@link #judge} might end this generation without a call being settled. Cheap. */
    abstract boolean isDue(long nowNanos);

    /** Who goes on with the same stay, if this one cannot. */
    Generation relieved(long nowNanos) {
        return this;
    }

    /** Ends this generation, or {@code null} if it goes on. */
    final @Nullable Decision judge(long nowNanos) {
        Hold hold = stay.hold;
        return hold == null ? decide(nowNanos) : hold.isOver(nowNanos) ? hold.end(tally(nowNanos)) : null;
    }

    /** As {@link #judge}, where nobody has asked for an end. */
    abstract @Nullable Decision decide(long nowNanos);

    /**
     * Takes an outcome, where outcomes are recorded.
     *
     * @param outcome the bits of {@link Window}
     * @param mine a lane of the calling thread, if one is at hand, perhaps of other lanes than the window's
     * @return whether {@link #judge} may now decide differently
     */
    boolean record(int outcome, long nowNanos, @Nullable Lane mine) {
        return false;
    }

    /** Takes a permit back whose call was ignored, or never began. */
    void release() {}

    /** Notes that a call begins which will end on this thread: see {@link InFlight#enter}. */
    final @Nullable Lane begin(long nowNanos) {
        try {
            return inFlight.enter(nowNanos);
        } catch (Throwable noMemory) { // a permit that nobody gives back would hold half-open for ever
            release();
            throw noMemory;
        }
    }

    /** What a refusal says about when to try again, in nanoseconds; zero if not known. */
    long retryAfterNanos(long nowNanos) {
        return 0;
    }

    /** The outcomes as a person should see them. */
    abstract Tally tally(long nowNanos);

    /**
     * The outcomes of a window, with the overdue calls as slow ones if the configuration wants it so. A call that ends leaves
     * the overdue ones before it enters the window: with fewer of them afterwards it may have been seen in both.
     */
    final Tally tally(Window window, long nowNanos) {
        int overdue = config.countSlowCallsInFlight() ? inFlight.overdue(nowNanos) : 0;
        while (true) {
            Tally tally = window.tally(nowNanos, overdue);
            int still = overdue == 0 ? 0 : inFlight.overdue(nowNanos);
            if (still >= overdue) {
                return tally;
            }
            overdue = still;
        }
    }

    /** How many recorded calls make a rate. */
    int minimumCalls() {
        return config.minimumNumberOfCalls();
    }

    /** The same stay under another configuration. */
    abstract Generation reconfigured(CircuitBreakerConfig changed, long nowNanos);

    final InFlight inFlightFor(CircuitBreakerConfig changed, long nowNanos) {
        return changed.slowNanos == config.slowNanos ? inFlight : inFlight.withThreshold(changed.slowNanos, nowNanos);
    }

    /** A threshold that the tally reaches, or {@code null}. */
    static @Nullable TransitionCause exceeded(CircuitBreakerConfig config, int failed, int slow, int calls) {
        if (100.0 * failed / calls >= config.failureRateThreshold()) {
            return TransitionCause.FAILURE_RATE;
        }
        return 100.0 * slow / calls >= config.slowCallRateThreshold() ? TransitionCause.SLOW_CALL_RATE : null;
    }

    static Generation of(
            State state, CircuitBreakerConfig config, Stay stay, long nowNanos, @Nullable Generation before) {
        InFlight earlier = before == null ? null : before.inFlight;
        FleetOrder order = stay.order();
        return switch (state) {
            case CLOSED ->
                Recording.closed(config, stay, nowNanos, earlier, stay.recovers() || isReleased(stay, before));
            case METRICS_ONLY -> Recording.metricsOnly(config, stay, nowNanos, earlier);
            case HALF_OPEN -> halfOpen(config, stay, nowNanos, inFlight(config, nowNanos, earlier));
            case OPEN ->
                Refusing.until(
                        order != null ? order.untilNanos() : nowNanos + config.openWait.nanos(stay.opening),
                        config,
                        stay,
                        inFlight(config, nowNanos, earlier),
                        before instanceof Recording recording ? recording : null);
            case FORCED_OPEN -> Refusing.forced(config, stay, inFlight(config, nowNanos, earlier));
            case DISABLED -> new Disabled(config, stay, inFlight(config, nowNanos, earlier));
        };
    }

    /** Whether calls come back that nobody let through for as long as somebody wanted. */
    private static boolean isReleased(Stay stay, @Nullable Generation before) {
        return stay.decision != null
                && stay.decision.cause() == TransitionCause.HOLD_ELAPSED
                && before instanceof Refusing;
    }

    private static Generation halfOpen(CircuitBreakerConfig config, Stay stay, long nowNanos, InFlight inFlight) {
        FleetGate gate = stay.gate;
        if (gate != null && gate.isAttached(nowNanos)) {
            FleetOrder order = stay.order();
            return new LeasedHalfOpen(config, stay, inFlight, gate, order == null ? null : order.lease());
        }
        int probes = config.permittedNumberOfCallsInHalfOpenState();
        return HalfOpen.of(config, stay, inFlight, gate == null ? probes : gate.probesAlone(probes), 0);
    }

    private static InFlight inFlight(CircuitBreakerConfig config, long nowNanos, @Nullable InFlight earlier) {
        return InFlight.following(earlier, nowNanos, config.slowNanos);
    }
}
