package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker.Outcome;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * A breaker under load, with the books that its callers keep. The books know nothing of how a breaker counts: who asks
 * writes it down before, who is let through writes it down inside, who is refused writes it down afterwards.
 */
final class Subject {

    /** Sent without a pause: some configurations give the probes a few milliseconds. */
    private static final int MOST_PROBES = 20;

    final CircuitBreaker breaker;
    /** Whether nobody moves it by hand or changes its configuration. */
    final boolean leftAlone;

    private final State first;
    private final LongAdder asked = new LongAdder();
    private final LongAdder admitted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder listenerThrows = new LongAdder();
    private final Map<Outcome, LongAdder> ended = counters(Outcome.class);
    private final Map<State, LongAdder> left = counters(State.class);
    private final Map<State, LongAdder> entered = counters(State.class);

    Subject(CircuitBreaker breaker, boolean leftAlone) {
        this.breaker = breaker;
        this.leftAlone = leftAlone;
        this.first = breaker.state();
        breaker.on(Transition.class, moved -> {
            of(moved.from(), left).increment();
            of(moved.to(), entered).increment();
        });
        breaker.observe((outcome, nanos) -> {
            of(outcome, ended).increment();
            Worker worker = Worker.here();
            if (worker != null) {
                worker.hears(outcome, nanos);
            }
        });
    }

    private static <K extends Enum<K>> Map<K, LongAdder> counters(Class<K> type) {
        Map<K, LongAdder> counters = new EnumMap<>(type);
        for (K key : type.getEnumConstants()) {
            counters.put(key, new LongAdder());
        }
        return counters;
    }

    private static <K> LongAdder of(K key, Map<K, LongAdder> counters) {
        return Objects.requireNonNull(counters.get(key));
    }

    private static long sum(Map<?, LongAdder> counters) {
        return counters.values().stream().mapToLong(LongAdder::sum).sum();
    }

    void asks() {
        asked.increment();
    }

    void isAdmitted() {
        admitted.increment();
    }

    void isRefused() {
        refused.increment();
    }

    void listenerThrows() {
        listenerThrows.increment();
    }

    long calls() {
        return asked.sum();
    }

    long refusals() {
        return refused.sum();
    }

    long transitions() {
        return sum(left);
    }

    private long endedCalls() {
        return sum(ended);
    }

    /** What holds at any moment, in the midst of everything. */
    void checkASnapshot() {
        long over = endedCalls() + refusals();
        CircuitBreakerSnapshot now = breaker.snapshot();
        long possible = calls() - over;
        assertThat(isRate(now.failureRate()) && isRate(now.slowCallRate()))
                .as("rates in %s", now)
                .isTrue();
        assertThat(0 <= now.failedCalls()
                        && now.failedCalls() <= now.bufferedCalls()
                        && 0 <= now.slowFailedCalls()
                        && now.slowFailedCalls() <= now.slowCalls()
                        && now.slowCalls() <= now.bufferedCalls())
                .as("counts in %s", now)
                .isTrue();
        assertThat(0 <= now.callsOverdue() && 0 <= now.callsInFlight() && now.notPermittedCalls() >= 0)
                .as("counts in %s", now)
                .isTrue();
        // A call that becomes overdue while somebody counts may be seen in both places.
        assertThat(now.callsInFlight()).as("in flight in %s", now).isLessThanOrEqualTo((int) (2 * possible));
        assertThat(now.callsOverdue()).as("overdue in %s", now).isLessThanOrEqualTo((int) (2 * possible));
        assertThat(now.retryAfter().isNegative()).as("wait in %s", now).isFalse();
    }

    private static boolean isRate(double rate) {
        return rate == -1 || (rate >= 0 && rate <= 100);
    }

    /** What holds when all calls have ended. */
    void checkTheBooks() {
        CircuitBreakerSnapshot now = breaker.snapshot();
        String who = breaker.name();
        assertThat(now.callsInFlight()).as("%s: calls in flight", who).isZero();
        assertThat(now.callsOverdue()).as("%s: calls overdue", who).isZero();
        assertThat(endedCalls()).as("%s: ended calls of those admitted", who).isEqualTo(admitted.sum());
        assertThat(now.notPermittedCalls()).as("%s: refusals", who).isEqualTo(refusals());
        assertThat(breaker.listenerFailures())
                .as("%s: throws of listeners", who)
                .isEqualTo(listenerThrows.sum());
        assertThat(admitted.sum() + refusals())
                .as("%s: admitted and refused of those who asked", who)
                .isEqualTo(calls());
    }

    /**
     * Events of different threads may arrive in any order. But if every transition left the state that the one before it
     * led to, then each state was entered as often as it was left, but for the first and the last one.
     */
    void checkTheTransitionsFormAChain() {
        State last = breaker.state();
        left.forEach(
                (state, times) -> assertThat(times.sum() - of(state, entered).sum())
                        .as("%s: how much more often %s was left than entered", breaker.name(), state)
                        .isEqualTo((state == first ? 1 : 0) - (state == last ? 1 : 0)));
    }

    /** What a load like this one must have brought about: else the other checks say nothing. */
    void checkThatMuchHasHappened() {
        assertThat(ended)
                .as("%s: outcomes", breaker.name())
                .allSatisfy((outcome, calls) -> assertThat(calls.sum()).isPositive());
        assertThat(refusals()).as("%s: refusals", breaker.name()).isPositive();
        assertThat(transitions()).as("%s: transitions", breaker.name()).isGreaterThan(10);
        assertThat(leftAlone || breaker.listenerFailures() > 0)
                .as("%s: listeners that throw", breaker.name())
                .isTrue();
    }

    /** {@return whether some more healthy calls have closed it} */
    boolean closesByHealthyTraffic() {
        for (int i = 0; i < MOST_PROBES && breaker.state() != State.CLOSED; i++) {
            Worker.call(this, Fault.NONE);
        }
        return breaker.state() == State.CLOSED;
    }
}
