package io.breaker.spring.dashboard;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import io.breaker.circuitbreaker.LatestTransitions;
import io.breaker.circuitbreaker.ManualChange;
import io.breaker.circuitbreaker.TransitionCause;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Why one breaker is where it is, and how many calls it had refused before its outage began. */
final class BreakerHistory implements Subscription {

    /** An outage lasts from the first of these states to the end of the last. */
    static final Set<State> OUTAGE = Set.of(State.OPEN, State.HALF_OPEN, State.FORCED_OPEN);

    private final CircuitBreaker breaker;
    private final Consumer<Transition> next;
    private final Subscription subscription;
    private final LatestTransitions latest;
    private volatile @Nullable Transition opening;
    private volatile long refusedBefore;

    BreakerHistory(CircuitBreaker breaker, Consumer<Transition> next) {
        this.breaker = breaker;
        this.next = next;
        this.latest = new LatestTransitions(breaker);
        this.subscription = breaker.on(Transition.class, this::moved);
    }

    private void moved(Transition transition) {
        if (transition.to() == State.OPEN) {
            opening = transition;
        }
        if (!OUTAGE.contains(transition.from()) && OUTAGE.contains(transition.to())) {
            refusedBefore = breaker.snapshot().notPermittedCalls();
        }
        next.accept(transition);
    }

    /** Why the breaker is in the state of the snapshot, in words. */
    String why(CircuitBreakerSnapshot now) {
        Transition known = latest.into(now);
        if (known != null) {
            return known.evidence().text();
        }
        return now.cause() == null // or it has moved before we listened
                ? "since it was made"
                : now.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@return when the breaker goes back by itself, or null if nobody has said for how long it stays so} */
    @Nullable Long until(CircuitBreakerSnapshot now) {
        Transition known = latest.into(now);
        if (known == null || known.cause() != TransitionCause.MANUAL) {
            return null;
        }
        ManualChange change = known.change();
        Duration duration = change == null ? null : change.duration();
        return duration == null ? null : now.since().plus(duration).toEpochMilli();
    }

    /** Why a breaker that probes had opened, in words. {@return null if it does not probe, or nobody knows} */
    @Nullable String whyOpened(CircuitBreakerSnapshot now) {
        Transition known = opening;
        return now.state() == State.HALF_OPEN && known != null
                ? known.evidence().text()
                : null;
    }

    /** {@return how many calls the outage has cost so far, or null if there is none} */
    @Nullable Long refusedInOutage(CircuitBreakerSnapshot now) {
        return OUTAGE.contains(now.state()) ? Math.max(0, now.notPermittedCalls() - refusedBefore) : null;
    }

    @Override
    public void close() {
        subscription.close();
        latest.close();
    }
}
