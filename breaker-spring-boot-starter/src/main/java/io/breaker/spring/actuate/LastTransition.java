package io.breaker.spring.actuate;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The latest transition of one breaker: a snapshot knows its cause, this knows the numbers behind it too. */
final class LastTransition implements Subscription {

    private final Subscription subscription;
    private volatile @Nullable Transition last;

    LastTransition(CircuitBreaker breaker) {
        this.subscription = breaker.on(Transition.class, transition -> last = transition);
    }

    /** Why the breaker is in the state of the snapshot, in words. */
    String why(CircuitBreakerSnapshot now) {
        Transition known = last;
        if (known != null && known.time().equals(now.since()) && known.to() == now.state()) {
            return known.evidence().text();
        }
        return inWords(now); // the breaker has moved before we listened, or since the snapshot
    }

    static String inWords(CircuitBreakerSnapshot now) {
        return now.cause() == null
                ? "initial state"
                : now.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public void close() {
        subscription.close();
    }
}
