package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads settle one permit: recorded calls, what observers heard, calls in flight. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "the first outcome counts")
@Outcome(expect = FORBIDDEN, desc = "both count, or none")
@State
public class PermitSettledTwice {

    private final CircuitBreaker breaker = Breakers.breaker(Breakers.CONFIG);
    private final Permit permit = breaker.acquire();
    private final AtomicInteger heard = new AtomicInteger();

    public PermitSettledTwice() {
        breaker.observe((outcome, nanos) -> heard.incrementAndGet());
    }

    @Actor
    public void succeed() {
        permit.success();
    }

    @Actor
    public void fail() {
        Breakers.fail(permit);
    }

    @Arbiter
    public void look(III_Result result) {
        CircuitBreakerSnapshot snapshot = breaker.snapshot();
        result.r1 = snapshot.bufferedCalls();
        result.r2 = heard.get();
        result.r3 = snapshot.callsInFlight();
    }
}
