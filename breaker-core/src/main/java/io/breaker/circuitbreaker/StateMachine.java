package io.breaker.circuitbreaker;

import io.breaker.Check;
import io.breaker.Complaint;
import io.breaker.EventPublisher;
import io.breaker.FlightEvents;
import io.breaker.Subscription;
import io.breaker.TimeSource;
import io.breaker.Timer;
import io.breaker.Workers;
import io.breaker.circuitbreaker.CircuitBreaker.Outcome;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Failure;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Ignored;
import io.breaker.circuitbreaker.CircuitBreakerEvent.NotPermitted;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Success;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.Generation.Stay;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Holds the current generation and replaces it. A transition is one compare-and-set without side effects; its winner alone
 * tells of it, afterwards. A call is settled on the generation that admitted it, or, if that stay is over, on none.
 */
final class StateMachine {

    private static final Logger log = LoggerFactory.getLogger(CircuitBreaker.class);
    private static final VarHandle GENERATION;

    static {
        try {
            GENERATION = MethodHandles.lookup().findVarHandle(StateMachine.class, "generation", Generation.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** The states that nothing but somebody's word begins, and in which a breaker stays until it gets another. */
    private static final Set<State> HELD = Set.of(State.FORCED_OPEN, State.DISABLED, State.METRICS_ONLY);

    final String name;
    final TimeSource time;
    private final EventPublisher<CircuitBreakerEvent> events;
    private final CallObservers observers = new CallObservers();
    private final InstantSource clock;
    private final Timer timer;
    private final Counter notPermitted = new Counter();
    private final Complaint noAlarm = new Complaint();
    private volatile Generation generation;
    private volatile boolean watched;
    private volatile boolean starvedTold;

    StateMachine(String name, CircuitBreakerConfig config, TimeSource time, InstantSource clock, Timer timer) {
        this.name = Check.require(!name.isBlank(), "name", name, "must not be empty");
        this.time = time;
        this.clock = clock;
        this.timer = timer;
        this.events = new EventPublisher<>(this);
        long now = time.nanoTime();
        State first = Objects.requireNonNull(config, "config").initialState();
        Stay stay = new Stay(now, clock.instant(), first == State.OPEN ? 1 : 0, null, null, null);
        this.generation = Generation.of(first, config, stay, now, null);
        renewAlarm(generation, now);
    }

    /**
     * Lets a call through.
     *
     * @throws CallNotPermittedException if it is refused
     */
    Generation admit(long now) {
        Generation current = generation;
        return current.admitsAtOnce(now) ? current : admitWithCare(now);
    }

    /** As {@link #admit}, with {@code null} for a refusal. */
    @Nullable Generation tryAdmit(long now) {
        Generation admitting = upToDate(now);
        while (admitting != null && !admitting.tryEnter(now)) {
            admitting = successor(admitting);
        }
        return admitting;
    }

    private Generation admitWithCare(long now) {
        Generation admitting = upToDate(now);
        while (!admitting.tryEnter(now)) {
            Generation newer = successor(admitting);
            if (newer == null) {
                throw new CallNotPermittedException(
                        name,
                        admitting.state(),
                        admitting.retryAfterNanos(now),
                        admitting.config.writableStackTraceEnabled());
            }
            admitting = newer;
        }
        return admitting;
    }

    private Generation upToDate(long now) {
        Generation current = generation;
        return current.isDue(now) ? advance(now) : current;
    }

    /** Who took over from one that let nobody in; if nobody has, the call is refused, and counted as such. */
    private @Nullable Generation successor(Generation refusing) {
        Generation newer = generation;
        if (newer != refusing) {
            return newer;
        }
        notPermitted.increment();
        FlightEvents.rejection("circuitbreaker", name, refusing.state());
        if (watched && events.isWanted(NotPermitted.class)) {
            events.publish(new NotPermitted(name, clock.instant(), refusing.state()));
        }
        return null;
    }

    void settleResult(Generation by, @Nullable Lane lane, long start, @Nullable Object result) {
        settle(by, lane, start, by.config.classifier.ofResult(result), null);
    }

    void settleException(Generation by, @Nullable Lane lane, long start, Throwable thrown) {
        settle(by, lane, start, by.config.classifier.ofException(thrown), thrown);
    }

    void settle(Generation by, @Nullable Lane lane, long start, Outcome outcome, @Nullable Throwable thrown) {
        long now = time.nanoTime();
        by.inFlight.leave(lane, start);
        Generation current = generation;
        if (current == by || current.stay == by.stay) {
            count(current, lane, now, outcome, now - start, thrown);
        }
        if (watched) {
            observers.onCall(outcome, now - start);
            tell(outcome, now - start, thrown);
        }
    }

    private void count(
            Generation current,
            @Nullable Lane lane,
            long now,
            Outcome outcome,
            long duration,
            @Nullable Throwable thrown) {
        if (outcome == Outcome.IGNORED) {
            current.release();
            return;
        }
        int bits = outcome == Outcome.FAILURE ? Window.FAILED : 0;
        if (duration > current.config.slowNanos) {
            bits |= Window.SLOW;
        }
        if (bits != 0) { // before it is counted: who then decides must find it
            current.stay.note(thrown, duration);
        }
        if (current.record(bits, now, lane)) {
            advance(now);
        }
    }

    <E extends CircuitBreakerEvent> Subscription subscribe(Class<E> type, Consumer<? super E> listener) {
        if (type != Transition.class) { // which is published anyway, and not by calls
            watched = true; // and never false again: who closes one subscription does not know of the others
        }
        return events.subscribe(type, listener);
    }

    Subscription observe(CallObserver observer) {
        watched = true;
        return observers.add(observer);
    }

    long listenerFailures() {
        return events.failures() + observers.failures();
    }

    private void tell(Outcome outcome, long nanos, @Nullable Throwable thrown) {
        switch (outcome) {
            case SUCCESS -> {
                if (events.isWanted(Success.class)) {
                    events.publish(new Success(name, clock.instant(), Duration.ofNanos(nanos)));
                }
            }
            case FAILURE -> {
                if (events.isWanted(Failure.class)) {
                    events.publish(new Failure(name, clock.instant(), Duration.ofNanos(nanos), thrown));
                }
            }
            case IGNORED -> {
                if (events.isWanted(Ignored.class)) {
                    events.publish(new Ignored(name, clock.instant(), Duration.ofNanos(nanos), thrown));
                }
            }
        }
    }

    /** The generation in force now, after what time has brought due. */
    Generation current() {
        return advance(time.nanoTime());
    }

    private Generation advance(long now) {
        while (true) {
            Generation current = generation;
            Generation relief = current.relieved(now);
            if (relief != current) {
                GENERATION.compareAndSet(this, current, relief);
                continue;
            }
            Decision decision = current.judge(now);
            if (decision == null) {
                warnIfStarved(current, now);
                return current;
            }
            move(current, decision, now);
        }
    }

    private void warnIfStarved(Generation current, long now) {
        if (!starvedTold && current.isStarved(now)) {
            starvedTold = true; // two threads may both say it
            log.warn(
                    "Circuit breaker '{}' cannot trip, as seldom as calls come: there were never {} of them, its minimum, "
                            + "in its window of {} s; now there are {}",
                    name,
                    current.minimumCalls(),
                    current.config.slidingWindowSize(),
                    current.tally(now).calls());
        }
    }

    /** Lets a generation that cannot go on be relieved now, and not when somebody comes. */
    void relieve(long now) {
        Generation current = generation;
        GENERATION.compareAndSet(this, current, current.relieved(now));
    }

    /** As the fleet says, if the generation is still in force. Listeners must not hold up the fleet's thread. */
    boolean obey(Generation from, Decision decision, long now) {
        Transition transition = replace(from, decision, now);
        if (transition != null && transition.from() != transition.to()) {
            Workers.endings().execute(() -> announce(transition));
        }
        return transition != null;
    }

    private boolean move(Generation from, Decision decision, long now) {
        Transition transition = replace(from, decision, now);
        if (transition != null) {
            announce(transition);
        }
        return transition != null;
    }

    private @Nullable Transition replace(Generation from, Decision decision, long now) {
        int before = decision.cause() == TransitionCause.RESET ? 0 : from.openings(now);
        int opening = switch (decision.next()) {
            case OPEN -> before + 1;
            case HALF_OPEN, CLOSED -> before;
            default -> 0;
        };
        Stay stay = stay(from, decision, opening, now);
        Generation to = Generation.of(decision.next(), from.config, stay, now, from);
        if (!GENERATION.compareAndSet(this, from, to)) {
            return null;
        }
        from.stay.replaceAlarm(null);
        renewAlarm(to, now);
        return Transition.of(name, from, to, decision, now);
    }

    private Stay stay(Generation from, Decision decision, int opening, long now) {
        FleetOrder order = decision.order();
        if (order != null) {
            Instant since = from.state() == decision.next() ? from.stay.since : clock.instant();
            return new Stay(now, since, order.openings(), decision, order.gate(), null);
        }
        boolean own = decision.change() != null || from instanceof Recording; // which opens by its own calls
        Hold hold = decision.cause() == TransitionCause.MANUAL
                ? Hold.of(decision.change(), from, decision.next(), now)
                : null;
        return new Stay(now, clock.instant(), opening, decision, own ? null : from.stay.gate, hold);
    }

    private void announce(Transition transition) {
        if (transition.from() != transition.to() || transition.cause() == TransitionCause.MANUAL) {
            boolean opens = transition.to() == State.OPEN || transition.to() == State.FORCED_OPEN;
            log.atLevel(opens ? Level.WARN : Level.INFO)
                    .log(
                            "Circuit breaker '{}' went from {} to {}: {}",
                            name,
                            transition.from(),
                            transition.to(),
                            transition.evidence().text());
        }
        FlightEvents.transition(
                name,
                transition.from(),
                transition.to(),
                transition.cause(),
                transition.evidence().text());
        events.publish(transition);
    }

    void moveTo(State state, ManualChange change) {
        boolean holds = HELD.contains(state);
        Check.require(
                holds || change.duration() == null,
                "duration",
                change.duration(),
                "must not be given for " + state + ", which ends by itself");
        while (true) {
            long now = time.nanoTime();
            Generation current = advance(now);
            boolean said = holds && (!change.isUnsaid() || current.stay.hold != null);
            Decision decision = new Decision(state, TransitionCause.MANUAL, current.tally(now), null, change);
            if ((current.state() == state && !said) || move(current, decision, now)) {
                return;
            }
        }
    }

    void reset(ManualChange change) {
        Check.require(change.duration() == null, "duration", change.duration(), "must not be given for a reset");
        while (true) {
            Generation current = generation;
            State first = current.config.initialState();
            Decision decision = new Decision(first, TransitionCause.RESET, Tally.NONE, null, change);
            if (move(current, decision, time.nanoTime())) {
                return;
            }
        }
    }

    void reconfigure(CircuitBreakerConfig config) {
        Objects.requireNonNull(config, "config");
        while (true) {
            long now = time.nanoTime();
            Generation current = advance(now);
            Generation changed = current.reconfigured(config, now);
            if (GENERATION.compareAndSet(this, current, changed)) {
                renewAlarm(changed, now);
                return;
            }
        }
    }

    /**
     * Sets the alarm of a generation that has just come into force, or of the one that has meanwhile replaced it in the same
     * stay: of two threads that reconfigure at once the one that lost must not have the last word here.
     */
    private void renewAlarm(Generation started, long now) {
        Generation current = started;
        Generation before;
        do {
            setAlarm(current, now);
            before = current;
            current = generation;
        } while (current != before && current.stay == before.stay);
        if (current.stay != before.stay) { // it ended meanwhile, and who ended it saw no alarm
            before.stay.replaceAlarm(null);
        }
    }

    /** Wakes a breaker at the end of its wait, if it is to be woken: off the timer's thread, for the listeners' sake. */
    private void setAlarm(Generation to, long now) {
        boolean opens = to.state() == State.OPEN && to.config.automaticTransitionFromOpenToHalfOpenEnabled();
        Hold hold = to.stay.hold;
        @Nullable Future<?> alarm = null;
        if (opens || hold != null) {
            long wait = hold == null ? to.retryAfterNanos(now) : hold.remainingNanos(now);
            try {
                // A breaker that nobody else knows any more may go, however far away the end is.
                WeakReference<StateMachine> weak = new WeakReference<>(this);
                Stay stay = to.stay;
                alarm = timer.schedule(wait, () -> Workers.endings().execute(() -> wake(weak.get(), stay)));
            } catch (Throwable noThread) { // whoever looks will bring it to the next state
                noAlarm.warn(log, noThread, "Circuit breaker '" + name + "' cannot be woken by a timer");
            }
        }
        to.stay.replaceAlarm(alarm);
    }

    private static void wake(@Nullable StateMachine machine, Stay stay) {
        if (machine != null) {
            machine.wake(stay);
        }
    }

    private void wake(Stay stay) {
        Generation current = generation;
        if (current.stay != stay) {
            return;
        }
        long now = time.nanoTime();
        if (current.isDue(now) || stay.isOver(now)) {
            advance(now);
        } else {
            renewAlarm(current, now); // the time source is slower than the timer
        }
    }

    /** The generation in force, as it is: time may have brought its end. */
    Generation inForce() {
        return generation;
    }

    long refusals() {
        return notPermitted.sum();
    }

    CircuitBreakerConfig config() {
        return generation.config;
    }

    CircuitBreakerSnapshot snapshot() {
        long now = time.nanoTime();
        Generation current = advance(now);
        Tally tally = current.tally(now);
        boolean rated = tally.calls() >= current.minimumCalls();
        Decision decision = current.stay.decision;
        return new CircuitBreakerSnapshot(
                name,
                current.state(),
                current.stay.since,
                decision == null ? null : decision.cause(),
                rated ? tally.failureRate() : -1,
                rated ? tally.slowCallRate() : -1,
                tally.calls(),
                tally.failed(),
                tally.slow(),
                tally.slowFailed(),
                notPermitted.sum(),
                current.inFlight.totalRunning(),
                current.inFlight.totalOverdue(now),
                current.isStarved(now),
                100 * current.admittedShare(now),
                Duration.ofNanos(current.retryAfterNanos(now)));
    }

    /** For the log. */
    @Override
    public String toString() {
        return "circuit breaker '" + name + "'";
    }
}
