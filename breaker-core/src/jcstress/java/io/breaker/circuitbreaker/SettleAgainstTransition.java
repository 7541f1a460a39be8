package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;

/** A call that was admitted while closed fails while the breaker goes half-open: recorded probes, calls in flight. */
@JCStressTest
@Outcome(id = "HALF_OPEN, 0, 0", expect = ACCEPTABLE, desc = "it counted in its own stay, or nowhere")
@Outcome(expect = FORBIDDEN, desc = "it was taken for a probe, or is still counted as running")
@State
public class SettleAgainstTransition {

    private static final CircuitBreakerConfig CONFIG =
            Breakers.config().permittedNumberOfCallsInHalfOpenState(2).build();

    private final CircuitBreaker breaker = Breakers.breaker(CONFIG);
    private final Permit permit = breaker.acquire();

    @Actor
    public void settle() {
        Breakers.fail(permit);
    }

    @Actor
    public void move() {
        breaker.halfOpen();
    }

    @Arbiter
    public void look(LII_Result result) {
        CircuitBreakerSnapshot snapshot = breaker.snapshot();
        result.r1 = snapshot.state();
        result.r2 = snapshot.bufferedCalls();
        result.r3 = snapshot.callsInFlight();
    }
}
