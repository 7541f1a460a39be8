package io.breaker.circuitbreaker;

import io.breaker.TimeSource;
import io.breaker.circuitbreaker.CircuitBreaker.Outcome;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker for one thread that is easy to believe: it keeps every call in a list and counts the lists each time it
 * is asked. It says what the breaker must do; it is no example of how.
 */
final class Model {

    private static final long SECOND = 1_000_000_000;

    /** A call that runs: when it began, in which stay, and for how long it may then run. */
    record Running(long start, int stay, long allowed) {}

    /** A recorded call. */
    record Past(long end, boolean failed, boolean slow) {}

    /** What a window holds. */
    record Numbers(int calls, int failed, int slow, int slowFailed) {
        static final Numbers NONE = new Numbers(0, 0, 0, 0);
    }

    final List<Running> running = new ArrayList<>();
    final List<String> transitions = new ArrayList<>();
    private final TimeSource time;
    private Setup setup;
    private State state;
    private int stay;
    private long since;
    private int opening;
    private @Nullable TransitionCause cause;
    private Numbers whatOpened = Numbers.NONE;
    private long openUntil;
    private int probes;
    private int permits;
    private List<Past> past = new ArrayList<>();
    private long windowOrigin;
    private long refused;
    private long settled;

    Model(Setup setup, TimeSource time) {
        this.setup = setup;
        this.time = time;
        this.state = setup.initial();
        enter(setup.initial(), setup.initial() == State.OPEN ? 1 : 0, Numbers.NONE);
    }

    State state() {
        return state;
    }

    /** A call asks to begin; {@code null} if it is refused. */
    @Nullable Running begin() {
        look();
        boolean admitted = switch (state) {
            case CLOSED, DISABLED, METRICS_ONLY -> true;
            case HALF_OPEN -> permits-- > 0;
            case OPEN, FORCED_OPEN -> false;
        };
        if (!admitted) {
            permits = 0;
            refused++;
            return null;
        }
        Running call = new Running(now(), stay, setup.slow().toNanos());
        running.add(call);
        return call;
    }

    void end(Running call, Outcome outcome) {
        running.remove(call);
        settled++;
        if (call.stay == stay && outcome == Outcome.IGNORED) {
            permits++;
            return;
        }
        if (isHalfOpenForTooLong()) { // its outcome comes too late
            look();
        }
        if (call.stay == stay && (state == State.CLOSED || state == State.HALF_OPEN || state == State.METRICS_ONLY)) {
            boolean slow = now() - call.start > setup.slow().toNanos();
            past.add(new Past(now(), outcome == Outcome.FAILURE, slow));
            look();
        }
    }

    /** Time and numbers do their work. */
    void look() {
        while (due() != null) {
            transition(due(), dueCause(), numbers());
        }
    }

    /** The state that must follow now, if one must. */
    @Nullable State due() {
        return switch (state) {
            case OPEN -> now() - openUntil >= 0 ? State.HALF_OPEN : null;
            case CLOSED -> numbers().calls >= setup.minimum() && exceeded(numbers().calls) != null ? State.OPEN : null;
            case HALF_OPEN -> {
                if (exceeded(probes) != null) {
                    yield State.OPEN;
                }
                yield numbers().calls >= probes ? State.CLOSED : isHalfOpenForTooLong() ? setup.afterHalfOpen() : null;
            }
            default -> null;
        };
    }

    private TransitionCause dueCause() {
        TransitionCause rate = exceeded(state == State.HALF_OPEN ? probes : Math.max(1, numbers().calls));
        if (state == State.OPEN) {
            return TransitionCause.WAIT_ELAPSED;
        } else if (rate != null) {
            return rate;
        }
        return numbers().calls >= probes ? TransitionCause.PROBES_SUCCEEDED : TransitionCause.HALF_OPEN_TIMEOUT;
    }

    private @Nullable TransitionCause exceeded(int ofCalls) {
        if (100 * numbers().failed >= setup.failureRate() * ofCalls) {
            return TransitionCause.FAILURE_RATE;
        }
        return 100 * numbers().slow >= setup.slowRate() * ofCalls ? TransitionCause.SLOW_CALL_RATE : null;
    }

    private boolean isHalfOpenForTooLong() {
        long longest = setup.halfOpenWait().toNanos();
        return state == State.HALF_OPEN && longest > 0 && now() - since >= longest;
    }

    private void transition(State to, TransitionCause why, Numbers seen) {
        int before = why == TransitionCause.RESET ? 0 : opening;
        cause = why;
        transitions.add(state + " to " + to + ": " + why);
        enter(to, to == State.OPEN ? before + 1 : to == State.HALF_OPEN ? before : 0, seen);
    }

    private void enter(State to, int openings, Numbers seen) {
        state = to;
        stay++;
        since = now();
        opening = openings;
        past = new ArrayList<>();
        windowOrigin = now();
        probes = setup.probes();
        permits = probes;
        whatOpened = seen;
        openUntil = now() + openWait();
    }

    private long openWait() {
        double wait = setup.openWait().toNanos();
        for (int i = 1; i < opening; i++) {
            wait *= setup.growth();
        }
        return setup.growth() > 1
                ? Math.min((long) wait, setup.longestOpenWait().toNanos())
                : setup.openWait().toNanos();
    }

    void moveTo(State to) {
        look();
        if (to != state) {
            transition(to, TransitionCause.MANUAL, numbers());
        }
    }

    void reset() {
        transition(setup.initial(), TransitionCause.RESET, Numbers.NONE);
    }

    /** What is in the window stays there; if its size changes, the last calls stay, and seconds are counted from now. */
    void reconfigure(Setup changed) {
        look();
        if (changed.size() != setup.size() && changed.window() == SlidingWindowType.TIME_BASED) {
            List<Past> kept = new ArrayList<>();
            visible().forEach(call -> kept.add(new Past(now(), call.failed, call.slow)));
            past = state == State.HALF_OPEN ? past : kept;
            windowOrigin = now();
        } else if (state == State.CLOSED || state == State.METRICS_ONLY) {
            past = new ArrayList<>(visible());
        }
        setup = changed;
    }

    private Numbers numbers() {
        if (state == State.OPEN) {
            return whatOpened;
        } else if (state == State.FORCED_OPEN || state == State.DISABLED) {
            return Numbers.NONE;
        }
        List<Past> seen = visible();
        int overdue = setup.countsInFlight() ? overdueHere() : 0;
        if (state == State.HALF_OPEN || setup.window() == SlidingWindowType.COUNT_BASED) {
            int most = state == State.HALF_OPEN ? probes : setup.size();
            overdue = Math.min(overdue, most);
            seen = newest(seen, most - overdue);
        }
        int failed = (int) seen.stream().filter(Past::failed).count();
        int slow = (int) seen.stream().filter(Past::slow).count();
        int both = (int) seen.stream().filter(call -> call.slow && call.failed).count();
        return new Numbers(seen.size() + overdue, failed, slow + overdue, both);
    }

    private List<Past> visible() {
        if (state == State.HALF_OPEN) {
            return past;
        } else if (setup.window() == SlidingWindowType.COUNT_BASED) {
            return newest(past, setup.size());
        }
        return past.stream()
                .filter(call -> bucket(now()) - bucket(call.end) < buckets())
                .toList();
    }

    private static List<Past> newest(List<Past> calls, int most) {
        return new ArrayList<>(calls.subList(Math.max(0, calls.size() - most), calls.size()));
    }

    private int buckets() {
        return Math.max(10, Math.min(60, setup.size()));
    }

    private long bucket(long when) {
        return (when - windowOrigin) / (setup.size() * SECOND / buckets());
    }

    private int overdueHere() {
        return (int) running.stream()
                .filter(call -> call.stay == stay && isOverdue(call))
                .count();
    }

    private boolean isOverdue(Running call) {
        return now() - call.start > call.allowed;
    }

    /** All that a person can see. */
    record Seen(
            State state,
            @Nullable TransitionCause cause,
            double failureRate,
            double slowCallRate,
            Numbers numbers,
            long refused,
            int running,
            int overdue,
            long retryAfterNanos,
            long settled,
            List<String> transitions) {}

    Seen seen() {
        look();
        Numbers numbers = numbers();
        boolean byRate = cause == TransitionCause.FAILURE_RATE || cause == TransitionCause.SLOW_CALL_RATE;
        int minimum = state == State.HALF_OPEN ? probes : state == State.OPEN && byRate ? 1 : setup.minimum();
        boolean rated = numbers.calls >= minimum;
        return new Seen(
                state,
                cause,
                rated ? 100.0 * numbers.failed / numbers.calls : -1,
                rated ? 100.0 * numbers.slow / numbers.calls : -1,
                numbers,
                refused,
                running.size(),
                (int) running.stream().filter(this::isOverdue).count(),
                state == State.OPEN ? openUntil - now() : 0,
                settled,
                transitions);
    }

    /** The same of a breaker. */
    static Seen seen(CircuitBreakerSnapshot now, long settled, List<String> transitions) {
        return new Seen(
                now.state(),
                now.cause(),
                now.failureRate(),
                now.slowCallRate(),
                new Numbers(now.bufferedCalls(), now.failedCalls(), now.slowCalls(), now.slowFailedCalls()),
                now.notPermittedCalls(),
                now.callsInFlight(),
                now.callsOverdue(),
                now.retryAfter().toNanos(),
                settled,
                transitions);
    }

    private long now() {
        return time.nanoTime();
    }
}
