package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;

/** Two failures reach the threshold at once: state, openings announced, calls in flight. */
@JCStressTest
@Outcome(id = "OPEN, 1, 0", expect = ACCEPTABLE, desc = "one transition, one event")
@Outcome(expect = FORBIDDEN, desc = "opened twice, or not at all, or a call is still counted as running")
@State
public class TwoThreadsReachTheThreshold {

    private static final CircuitBreakerConfig CONFIG =
            Breakers.config().slidingWindowSize(2).minimumNumberOfCalls(1).build();

    private final CircuitBreaker breaker = Breakers.breaker(CONFIG);
    private final Permit first = breaker.acquire();
    private final Permit second = breaker.acquire();
    private final AtomicInteger openings = new AtomicInteger();

    public TwoThreadsReachTheThreshold() {
        breaker.on(Transition.class, event -> openings.incrementAndGet());
    }

    @Actor
    public void first() {
        Breakers.fail(first);
    }

    @Actor
    public void second() {
        Breakers.fail(second);
    }

    @Arbiter
    public void look(LII_Result result) {
        result.r1 = breaker.state();
        result.r2 = openings.get();
        result.r3 = breaker.snapshot().callsInFlight();
    }
}
