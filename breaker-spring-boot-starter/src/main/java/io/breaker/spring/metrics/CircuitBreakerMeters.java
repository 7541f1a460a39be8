package io.breaker.spring.metrics;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CallObserver;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.spring.metrics.MeterSet.Family;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The meters of one breaker in one meter registry. */
final class CircuitBreakerMeters implements Subscription {

    private static final Family STATE = new Family("state", "Whether the circuit breaker is in the state: 1 or 0");
    private static final Family CALLS =
            new Family("calls", "Ended calls that were let through, and how long they took");
    private static final Family NOT_PERMITTED = new Family("not.permitted.calls", "Calls that were refused");
    private static final Family BUFFERED =
            new Family("buffered.calls", "Calls that the sliding window holds, overdue running ones included");
    private static final Family SLOW =
            new Family("slow.calls", "Slow calls that the sliding window holds, overdue running ones included");
    private static final Family FAILURE_RATE =
            new Family("failure.rate", "Percent of the calls that failed; -1 with too few calls to tell");
    private static final Family SLOW_RATE =
            new Family("slow.call.rate", "Percent of the calls that were slow; -1 with too few calls to tell");
    private static final Family FAILURE_RATE_THRESHOLD =
            new Family("failure.rate.threshold", "Failure rate at which the circuit breaker opens, in percent");
    private static final Family SLOW_RATE_THRESHOLD =
            new Family("slow.call.rate.threshold", "Slow call rate at which the circuit breaker opens, in percent");
    private static final Family IN_FLIGHT = new Family("calls.in.flight", "Calls that are running");
    private static final Family OVERDUE =
            new Family("calls.overdue", "Running calls that have passed the slow call threshold");
    private static final Family TRANSITIONS = new Family("transitions", "Changes of state");

    private final MeterSet meters;
    private final Map<Move, Counter> transitions = new HashMap<>();
    private final List<Subscription> subscriptions;
    private boolean closed;

    CircuitBreakerMeters(CircuitBreaker breaker, MeterSet meters) {
        this.meters = meters;
        addStates(breaker);
        addCounts(breaker);
        addRates(breaker);
        addTransitions();
        this.subscriptions = List.of(breaker.observe(timers()), breaker.on(Transition.class, this::count));
    }

    private void addStates(CircuitBreaker breaker) {
        for (State state : State.values()) {
            meters.gauge(STATE, Tags.of("state", word(state)), breaker, b -> b.state() == state ? 1 : 0);
        }
    }

    private void addCounts(CircuitBreaker breaker) {
        Tags failed = Tags.of("kind", "failed");
        Tags successful = Tags.of("kind", "successful");
        meters.counter(
                NOT_PERMITTED,
                Tags.of("kind", "not_permitted"),
                breaker,
                b -> b.snapshot().notPermittedCalls());
        meters.gauge(BUFFERED, failed, breaker, b -> b.snapshot().failedCalls());
        meters.gauge(BUFFERED, successful, breaker, b -> b.snapshot().successfulCalls());
        meters.gauge(SLOW, failed, breaker, b -> b.snapshot().slowFailedCalls());
        meters.gauge(SLOW, successful, breaker, CircuitBreakerMeters::slowSuccessfulCalls);
        meters.gauge(IN_FLIGHT, Tags.empty(), breaker, b -> b.snapshot().callsInFlight());
        meters.gauge(OVERDUE, Tags.empty(), breaker, b -> b.snapshot().callsOverdue());
    }

    private static double slowSuccessfulCalls(CircuitBreaker breaker) {
        var now = breaker.snapshot();
        return now.slowCalls() - now.slowFailedCalls();
    }

    private void addRates(CircuitBreaker breaker) {
        meters.gauge(FAILURE_RATE, Tags.empty(), breaker, b -> b.snapshot().failureRate());
        meters.gauge(SLOW_RATE, Tags.empty(), breaker, b -> b.snapshot().slowCallRate());
        meters.gauge(
                FAILURE_RATE_THRESHOLD, Tags.empty(), breaker, b -> b.config().failureRateThreshold());
        meters.gauge(SLOW_RATE_THRESHOLD, Tags.empty(), breaker, b -> b.config().slowCallRateThreshold());
    }

    /** The moves that breakers make by themselves, at zero: a counter that begins at one hides its first move from rates. */
    private void addTransitions() {
        counter(new Move(State.CLOSED, State.OPEN));
        counter(new Move(State.OPEN, State.HALF_OPEN));
        counter(new Move(State.HALF_OPEN, State.OPEN));
        counter(new Move(State.HALF_OPEN, State.CLOSED));
    }

    private Counter counter(Move move) {
        return transitions.computeIfAbsent(
                move, pair -> meters.counter(TRANSITIONS, Tags.of("from", word(pair.from), "to", word(pair.to))));
    }

    /** Under a lock, so that a move that is told of late does not bring a meter back. */
    private synchronized void count(Transition moved) {
        if (!closed && moved.from() != moved.to()) { // a reset may stay where it is
            counter(new Move(moved.from(), moved.to())).increment();
        }
    }

    /** Looks the timers up once: a call only adds to them. */
    private CallObserver timers() {
        Timer successful = meters.timer(CALLS, Tags.of("kind", "successful"));
        Timer failed = meters.timer(CALLS, Tags.of("kind", "failed"));
        Timer ignored = meters.timer(CALLS, Tags.of("kind", "ignored"));
        return (outcome, nanos) -> {
            Timer timer = switch (outcome) {
                case SUCCESS -> successful;
                case FAILURE -> failed;
                case IGNORED -> ignored;
            };
            timer.record(nanos, TimeUnit.NANOSECONDS);
        };
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public synchronized void close() {
        closed = true;
        subscriptions.forEach(Subscription::close);
        meters.removeAll();
    }

    private record Move(State from, State to) {}
}
