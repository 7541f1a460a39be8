package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two failures complete the minimum number of calls: whoever is second must see both. */
@JCStressTest
@Outcome(id = "OPEN", expect = ACCEPTABLE, desc = "the later one of them opened the breaker")
@Outcome(id = "CLOSED", expect = FORBIDDEN, desc = "each has missed the other")
@State
public class TwoThreadsFillTheMinimum {

    private static final CircuitBreakerConfig CONFIG =
            Breakers.config().slidingWindowSize(2).build();

    private final CircuitBreaker breaker = Breakers.breaker(CONFIG);
    private final Permit first = breaker.acquire();
    private final Permit second = breaker.acquire();
    private final AtomicReference<CircuitBreaker.State> heard = new AtomicReference<>(CircuitBreaker.State.CLOSED);

    public TwoThreadsFillTheMinimum() {
        breaker.on(Transition.class, event -> heard.set(event.to()));
    }

    @Actor
    public void first() {
        Breakers.fail(first);
    }

    @Actor
    public void second() {
        Breakers.fail(second);
    }

    /** Asks the listener: to ask the breaker would give it another chance. */
    @Arbiter
    public void look(L_Result result) {
        result.r1 = heard.get();
    }
}
