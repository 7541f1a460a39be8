package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.fleet.FleetTally;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two calls want one lease, which one of them then ends. */
@JCStressTest
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "one is the probe")
@Outcome(expect = FORBIDDEN, desc = "two probes, or none")
@State
public class TwoCallsAtOneLease {

    private final Lease lease = new Lease(1, 10);

    @Actor
    public void one(ZZ_Result result) {
        result.r1 = probe();
    }

    @Actor
    public void other(ZZ_Result result) {
        result.r2 = probe();
    }

    private boolean probe() {
        boolean taken = lease.take(0);
        if (taken) {
            lease.end(new FleetTally(1, 0, 0));
        }
        return taken;
    }
}
