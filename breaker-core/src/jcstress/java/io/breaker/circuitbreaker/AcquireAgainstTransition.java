package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/** A call asks while the breaker is opened by hand: whether it was admitted, calls in flight before and after its end. */
@JCStressTest
@Outcome(id = "true, 1, 0", expect = ACCEPTABLE, desc = "admitted, and counted in the totals of the stay that follows")
@Outcome(id = "false, 0, 0", expect = ACCEPTABLE, desc = "refused")
@Outcome(expect = FORBIDDEN, desc = "a running call is missing, or a refused one is counted")
@State
public class AcquireAgainstTransition {

    private final CircuitBreaker breaker = Breakers.breaker(Breakers.CONFIG);
    private @Nullable Permit permit;

    @Actor
    public void ask() {
        permit = Breakers.tryAcquire(breaker);
    }

    @Actor
    public void open() {
        breaker.open();
    }

    @Arbiter
    public void look(ZII_Result result) {
        result.r1 = permit != null;
        result.r2 = breaker.snapshot().callsInFlight();
        if (permit != null) {
            permit.success();
        }
        result.r3 = breaker.snapshot().callsInFlight();
    }
}
