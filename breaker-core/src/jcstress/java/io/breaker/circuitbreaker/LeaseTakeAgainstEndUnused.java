package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.fleet.FleetTally;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A call that came in time takes a lease while the fleet's thread, a moment later, gives it back as unused. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the call is the probe, and the lease goes on")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the lease ended without one")
@Outcome(id = "true, true", expect = FORBIDDEN, desc = "a probe whose lease is given to another")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "a lease that nobody uses and nobody ends")
@State
public class LeaseTakeAgainstEndUnused {

    private final Lease lease = new Lease(1, 10);

    @Actor
    public void call(ZZ_Result result) {
        result.r1 = lease.take(9);
    }

    @Actor
    public void endUnused() {
        lease.endUnused(10);
    }

    @Arbiter
    public void look(ZZ_Result result) {
        result.r2 = FleetTally.NONE.equals(lease.outcome());
    }
}
