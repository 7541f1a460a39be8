package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A probe is given back while another call asks for it; afterwards a third one asks. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the second call got the permit")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "it came back for the third one")
@Outcome(id = "true, true", expect = FORBIDDEN, desc = "one probe too many")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "the permit is lost")
@State
public class ReleasedProbePermit {

    private final CircuitBreaker breaker = Breakers.halfOpen(1);
    private final Permit probe = breaker.acquire();

    @Actor
    public void giveBack() {
        probe.release();
    }

    @Actor
    public void ask(ZZ_Result result) {
        result.r1 = Breakers.tryAcquire(breaker) != null;
    }

    @Arbiter
    public void askAfterwards(ZZ_Result result) {
        result.r2 = Breakers.tryAcquire(breaker) != null;
    }
}
