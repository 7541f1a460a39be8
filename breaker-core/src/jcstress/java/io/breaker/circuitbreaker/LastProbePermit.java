package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two calls ask a half-open breaker for its only probe. */
@JCStressTest
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "one of them probes")
@Outcome(id = "true, true", expect = FORBIDDEN, desc = "one probe too many")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "the permit is lost")
@State
public class LastProbePermit {

    private final CircuitBreaker breaker = Breakers.halfOpen(1);

    @Actor
    public void first(ZZ_Result result) {
        result.r1 = Breakers.tryAcquire(breaker) != null;
    }

    @Actor
    public void second(ZZ_Result result) {
        result.r2 = Breakers.tryAcquire(breaker) != null;
    }
}
