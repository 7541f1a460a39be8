package io.breaker.circuitbreaker;

import io.breaker.AdmissionPolicy;
import io.breaker.Body;
import io.breaker.Subscription;
import io.breaker.TimeSource;
import io.breaker.Timer;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stops calling what keeps failing, and finds out when it works again. Closed, it lets calls through and records their
 * outcomes; when a rate reaches its threshold it opens and refuses calls for a while; then, half-open, it lets a few probes
 * through and closes or opens again by their outcomes.
 *
 * <p>Thread-safe, without locks. A call belongs to the stay in a state that admitted it, and its outcome counts there or
 * nowhere. What is reported is true at the moment of asking: a breaker whose open wait is over reads half-open.
 *
 * <p>Sources: M. Nygard, "Release It!", 2007, for the pattern; the rule that a result belongs to its generation is that of
 * Sony's gobreaker.
 */
public final class CircuitBreaker implements AdmissionPolicy {

    /** Where a breaker stands. */
    public enum State {
        /** Lets calls through and opens at a threshold. */
        CLOSED,
        /** Refuses calls until its wait is over. */
        OPEN,
        /** Lets a few probes through. */
        HALF_OPEN,
        /** Refuses calls until somebody says otherwise. */
        FORCED_OPEN,
        /** Lets calls through and records nothing. */
        DISABLED,
        /** Lets calls through, records, and never opens. */
        METRICS_ONLY
    }

    /** How a call ended. */
    public enum Outcome {
        /** With a result, or an exception that is neither ignored nor recorded. */
        SUCCESS,
        /** With a recorded exception, or a result that counts as a failure. */
        FAILURE,
        /** So that it does not count. */
        IGNORED
    }

    private final StateMachine machine;

    CircuitBreaker(StateMachine machine) {
        this.machine = machine;
    }

    /**
     * Makes a breaker.
     *
     * @param name what people know the guarded thing by, not empty
     * @param config how it decides
     * @return a new breaker in its initial state
     * @throws IllegalArgumentException if the name is empty
     */
    public static CircuitBreaker of(String name, CircuitBreakerConfig config) {
        return of(name, config, TimeSource.precise());
    }

    /**
     * Makes a breaker that reads its time somewhere else.
     *
     * @param name what people know the guarded thing by, not empty
     * @param config how it decides
     * @param time where it reads the time
     * @return a new breaker in its initial state
     * @throws IllegalArgumentException if the name is empty
     */
    public static CircuitBreaker of(String name, CircuitBreakerConfig config, TimeSource time) {
        return new CircuitBreaker(new StateMachine(name, config, time, Clock.systemUTC(), Timer.shared()));
    }

    StateMachine machine() {
        return machine;
    }

    @Override
    public String name() {
        return machine.name;
    }

    /**
     * {@inheritDoc}
     *
     * @throws CallNotPermittedException if the breaker refuses the call
     */
    @Override
    public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
        long start = machine.time.nanoTime();
        Generation generation = machine.admit(start);
        Lane lane = generation.begin(start);
        T result;
        try {
            result = body.call();
        } catch (Throwable thrown) {
            machine.settleException(generation, lane, start, thrown);
            throw thrown;
        }
        machine.settleResult(generation, lane, start, result);
        return result;
    }

    /**
     * {@inheritDoc} It never waits.
     */
    @Override
    public CompletableFuture<Permit> acquireAsync() {
        try {
            return CompletableFuture.completedFuture(acquire());
        } catch (CallNotPermittedException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /**
     * Asks for permission to make a call, whose outcome must then be told to the permit, whatever happens: a permit that is
     * never told one counts as a call that is still running.
     *
     * @return a permit for one call
     * @throws CallNotPermittedException if the breaker refuses the call
     */
    @Override
    public Permit acquire() {
        long start = machine.time.nanoTime();
        return permit(machine.admit(start), start);
    }

    /**
     * Asks for permission like {@link #acquire}, for those to whom a refusal is no exception. It is counted, and listeners
     * hear of it, all the same.
     *
     * @return a permit for one call, or {@code null} if the breaker refuses the call
     */
    public @Nullable Permit tryAcquire() {
        long start = machine.time.nanoTime();
        Generation generation = machine.tryAdmit(start);
        return generation == null ? null : permit(generation, start);
    }

    private Permit permit(Generation generation, long start) {
        try {
            Permit permit = new Permit(machine, generation, start);
            generation.inFlight.start(start);
            return permit;
        } catch (Throwable noMemory) {
            generation.release();
            throw noMemory;
        }
    }

    /** {@return the state now} */
    public State state() {
        return machine.current().state();
    }

    /** {@return the breaker's numbers now} */
    public CircuitBreakerSnapshot snapshot() {
        return machine.snapshot();
    }

    /** {@return the configuration in force} */
    public CircuitBreakerConfig config() {
        return machine.config();
    }

    /**
     * Puts another configuration in force. The state and its deadline stay, and so do the recorded calls; of a window that
     * shrinks or changes its type, as much as fits. Calls that are settled while the window is being reshaped may be missing.
     *
     * @param config how the breaker decides from now on
     */
    public void reconfigure(CircuitBreakerConfig config) {
        machine.reconfigure(config);
    }

    /** Opens the breaker for its configured wait. Does nothing if it is open. */
    public void open() {
        transitionTo(State.OPEN, ManualChange.UNSAID);
    }

    /** Closes the breaker, with an empty window. Does nothing if it is closed. */
    public void close() {
        transitionTo(State.CLOSED, ManualChange.UNSAID);
    }

    /** Lets probes through, whatever the state. Does nothing if the breaker is half-open. */
    public void halfOpen() {
        transitionTo(State.HALF_OPEN, ManualChange.UNSAID);
    }

    /** Refuses all calls until another state is asked for. */
    public void forceOpen() {
        transitionTo(State.FORCED_OPEN, ManualChange.UNSAID);
    }

    /** Lets all calls through and records nothing, until another state is asked for. */
    public void disable() {
        transitionTo(State.DISABLED, ManualChange.UNSAID);
    }

    /** Lets all calls through and records them, until another state is asked for. */
    public void metricsOnly() {
        transitionTo(State.METRICS_ONLY, ManualChange.UNSAID);
    }

    /** Starts anew: in the initial state, with an empty window and the first open wait. */
    public void reset() {
        reset(ManualChange.UNSAID);
    }

    /**
     * Moves the breaker by hand. For {@code FORCED_OPEN}, {@code DISABLED} and {@code METRICS_ONLY} it may be said for how long:
     * then the breaker goes back by itself to the state that it had before the first of these, or to half-open if it was open,
     * unless another change by hand, or by an override of its fleet, comes first. One that was in that very state without an
     * end goes to half-open, or closed. A change to one of these three that says something, or takes an end away, begins the
     * state anew; any other change to the state in which the breaker is does nothing.
     *
     * @param state the next state
     * @param change who, why, and for how long
     * @throws IllegalArgumentException if a duration is given for another state
     */
    public void transitionTo(State state, ManualChange change) {
        machine.moveTo(Objects.requireNonNull(state, "state"), Objects.requireNonNull(change, "change"));
    }

    /**
     * As {@link #reset()}, by somebody who says why.
     *
     * @param change who and why
     * @throws IllegalArgumentException if it has a duration
     */
    public void reset(ManualChange change) {
        machine.reset(Objects.requireNonNull(change, "change"));
    }

    /**
     * Listens to events. Listeners run on the thread that causes the event, mostly a caller's, so they should be quick; what
     * they throw is logged once and goes no further. Events of different threads may arrive in any order.
     *
     * @param type the type of events to get; {@code CircuitBreakerEvent.class} for all
     * @param listener gets the events
     * @param <E> the type of events to get
     * @return the way to end the deliveries
     */
    public <E extends CircuitBreakerEvent> Subscription on(Class<E> type, Consumer<? super E> listener) {
        return machine.subscribe(type, listener);
    }

    /**
     * Observes ended calls without an object made for each.
     *
     * @param observer hears of every call that was let through
     * @return the way to end the observation
     */
    public Subscription observe(CallObserver observer) {
        return machine.observe(observer);
    }

    /** {@return how often listeners and observers have thrown} */
    public long listenerFailures() {
        return machine.listenerFailures();
    }

    @Override
    public String toString() {
        return "CircuitBreaker '" + name() + "' " + state();
    }

    /**
     * Leave for one call, and where its outcome goes. Exactly one outcome counts: the first. Thread-safe: the outcome may
     * come from another thread than the one that got the permit.
     */
    public static final class Permit implements io.breaker.Permit {

        private final StateMachine machine;
        private final Generation generation;
        private final long start;
        private final AtomicBoolean settled = new AtomicBoolean();

        Permit(StateMachine machine, Generation generation, long start) {
            this.machine = machine;
            this.generation = generation;
            this.start = start;
        }

        /** The call succeeded. */
        public void success() {
            if (settled.compareAndSet(false, true)) {
                machine.settle(generation, null, start, Outcome.SUCCESS, null);
            }
        }

        /**
         * The call returned; the configuration decides whether that is a success.
         *
         * @param result what it returned
         */
        @Override
        public void result(@Nullable Object result) {
            if (settled.compareAndSet(false, true)) {
                machine.settleResult(generation, null, start, result);
            }
        }

        /**
         * The call threw; the configuration decides what that is.
         *
         * @param thrown what it threw
         */
        @Override
        public void failure(Throwable thrown) {
            if (settled.compareAndSet(false, true)) {
                machine.settleException(generation, null, start, thrown);
            }
        }

        /** The call does not count. A half-open breaker may let another probe through in its place. */
        @Override
        public void release() {
            if (settled.compareAndSet(false, true)) {
                machine.settle(generation, null, start, Outcome.IGNORED, null);
            }
        }
    }
}
