package io.breaker.circuitbreaker;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import org.jspecify.annotations.Nullable;

/**
 * The latest transitions of one breaker: a snapshot knows its cause, these know the numbers behind it too. They may be told in
 * another order than they happened in, and the wall clock may be set back, so the one that is asked for is found by what it
 * led to. Thread-safe.
 */
public final class LatestTransitions implements Subscription {

    private final Subscription subscription;
    private volatile @Nullable Transition last;
    private volatile @Nullable Transition beforeLast;

    /**
     * Begins to listen.
     *
     * @param breaker whose transitions are kept
     */
    public LatestTransitions(CircuitBreaker breaker) {
        this.subscription = breaker.on(Transition.class, this::note);
    }

    private void note(Transition told) {
        beforeLast = last; // two threads that tell at once may lose one: then a cause is all that is known
        last = told;
    }

    /**
     * Finds the transition that led into the state of a snapshot.
     *
     * @param now the snapshot
     * @return that transition, or {@code null} if the breaker has moved before this listened, or since the snapshot
     */
    public @Nullable Transition into(CircuitBreakerSnapshot now) {
        Transition latest = last;
        if (led(latest, now)) {
            return latest;
        }
        Transition other = beforeLast;
        return led(other, now) ? other : null;
    }

    private static boolean led(@Nullable Transition transition, CircuitBreakerSnapshot now) {
        return transition != null && transition.time().equals(now.since()) && transition.to() == now.state();
    }

    /** Stops listening. */
    @Override
    public void close() {
        subscription.close();
    }
}
