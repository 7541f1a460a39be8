package io.breaker.circuitbreaker;

import io.breaker.TimeSource;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.Metrics;
import java.util.concurrent.TimeUnit;

/** A circuit breaker of Resilience4j on manual time, treated by the rules of {@link Differences}. */
final class Theirs {

    /** What it shows. */
    record Numbers(int calls, int failed, int slow, int slowFailed, double failureRate, double slowCallRate) {}

    final io.github.resilience4j.circuitbreaker.CircuitBreaker breaker;
    private final Setup setup;
    private final TimeSource time;
    private final Differences.FollowingClock clock;
    private State state = State.CLOSED;
    private int stay;
    private long since;
    private Numbers whatOpened;
    private long refused;

    Theirs(Setup setup, TimeSource time) {
        this.setup = setup;
        this.time = time;
        this.clock = new Differences.FollowingClock(time);
        this.breaker = io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
                "theirs", Differences.config(setup, time, clock));
        this.whatOpened = read();
        reset();
    }

    State state() {
        return state;
    }

    /** The how-manieth stay in a state this is. */
    int stay() {
        return stay;
    }

    /** All refused calls; Resilience4j itself counts those of a stay. */
    long refused() {
        return refused;
    }

    /** Open, what opened it: later outcomes and time change nothing about that. */
    Numbers numbers() {
        return state == State.OPEN ? whatOpened : read();
    }

    private Numbers read() {
        Metrics now = breaker.getMetrics();
        return new Numbers(
                now.getNumberOfBufferedCalls(),
                now.getNumberOfFailedCalls(),
                now.getNumberOfSlowCalls(),
                now.getNumberOfSlowFailedCalls(),
                now.getFailureRate(),
                now.getSlowCallRate());
    }

    boolean acquire() {
        long before = breaker.getMetrics().getNumberOfNotPermittedCalls();
        try {
            breaker.acquirePermission();
            return true;
        } catch (CallNotPermittedException expected) {
            refused += breaker.getMetrics().getNumberOfNotPermittedCalls() - before;
            return false;
        }
    }

    /** The outcome of a call that had leave. */
    void settle(long start, int admittedBy, Ending how) {
        noticeEndOfHalfOpen(admittedBy, how);
        if (admittedBy == stay) {
            Ending told = Differences.inTheirTerms(how);
            long nanos = time.nanoTime() - start;
            if (told.thrown != null) {
                breaker.onError(nanos, TimeUnit.NANOSECONDS, told.thrown);
            } else {
                breaker.onResult(nanos, TimeUnit.NANOSECONDS, told.result);
            }
        }
        settled();
    }

    /** The end of a body: what Resilience4j is to see of it. */
    String end(int admittedBy, Ending how) throws Throwable {
        noticeEndOfHalfOpen(admittedBy, how);
        if (admittedBy != stay) {
            throw new Differences.OutcomeOfAnEarlierStay();
        }
        return String.valueOf(Differences.inTheirTerms(how).end());
    }

    private void noticeEndOfHalfOpen(int admittedBy, Ending how) {
        if (admittedBy == stay && how.outcome != CircuitBreaker.Outcome.IGNORED) {
            endHalfOpen();
        }
    }

    /** After an outcome. */
    void settled() {
        follow();
        if (state == State.HALF_OPEN && Differences.isCertainToOpenAgain(setup, read())) {
            Numbers certain = read();
            for (int i = certain.calls; i < setup.probes(); i++) {
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            }
            follow();
            whatOpened = new Numbers(
                    certain.calls,
                    certain.failed,
                    certain.slow,
                    certain.slowFailed,
                    100.0 * certain.failed / certain.calls,
                    100.0 * certain.slow / certain.calls);
        }
    }

    /** Lets time do its work, as a call that comes does. */
    void notice() {
        if (state == State.OPEN) {
            clock.goAheadBy(1);
            if (breaker.tryAcquirePermission()) {
                breaker.releasePermission();
            }
            clock.goAheadBy(0);
            follow();
        }
        endHalfOpen();
    }

    private void endHalfOpen() {
        if (state == State.HALF_OPEN && Differences.isHalfOpenForTooLong(setup, time.nanoTime() - since)) {
            go(setup.afterHalfOpen());
        }
    }

    /** Lets time do its work, as somebody does who reads the state. */
    void noticeAll() {
        notice();
        if (state == State.CLOSED && Differences.hasRisenByTimeAlone(setup, read())) {
            go(State.OPEN);
        }
    }

    void moveTo(State to) {
        noticeAll();
        if (to != state) { // otherwise Breaker stays, and Resilience4j begins anew
            go(to);
        }
    }

    /** To the initial state; Resilience4j closes instead. */
    void reset() {
        breaker.reset();
        state = State.CLOSED;
        stay++;
        if (setup.initial() != State.CLOSED) {
            go(setup.initial());
        }
    }

    private void go(State to) {
        Numbers before = numbers();
        if (Differences.goesByWayOfDisabled(state, to)) {
            breaker.transitionToDisabledState();
        }
        switch (to) {
            case CLOSED -> breaker.transitionToClosedState();
            case OPEN -> breaker.transitionToOpenState();
            case HALF_OPEN -> breaker.transitionToHalfOpenState();
            case FORCED_OPEN -> breaker.transitionToForcedOpenState();
            case DISABLED -> breaker.transitionToDisabledState();
            case METRICS_ONLY -> breaker.transitionToMetricsOnlyState();
        }
        follow();
        whatOpened = before;
    }

    private void follow() {
        State now = State.valueOf(breaker.getState().name());
        if (now != state) {
            state = now;
            stay++;
            since = time.nanoTime();
            whatOpened = read();
        }
    }
}
