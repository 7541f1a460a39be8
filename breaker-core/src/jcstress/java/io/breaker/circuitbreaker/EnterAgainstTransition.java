package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two synchronous calls run while the breaker is opened by hand: calls in flight at the end. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "each call has left where it entered")
@Outcome(expect = FORBIDDEN, desc = "a lane or a bucket keeps a call that has ended")
@State
public class EnterAgainstTransition {

    private final CircuitBreaker breaker = Breakers.breaker(Breakers.CONFIG);

    @Actor
    public void call() {
        try {
            breaker.call(() -> breaker.call(() -> ""));
        } catch (CallNotPermittedException refused) {
            // either of them may be
        }
    }

    @Actor
    public void open() {
        breaker.open();
    }

    @Arbiter
    public void look(I_Result result) {
        result.r1 = breaker.snapshot().callsInFlight();
    }
}
