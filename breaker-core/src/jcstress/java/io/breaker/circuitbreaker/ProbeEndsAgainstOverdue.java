package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.fleet.FleetTally;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A probe ends while the fleet's thread counts it as a slow one that still runs: both must see the same outcome. */
@JCStressTest
@Outcome(id = "ended, ended", expect = ACCEPTABLE, desc = "as it ended")
@Outcome(id = "slow, slow", expect = ACCEPTABLE, desc = "as a slow one")
@Outcome(expect = FORBIDDEN, desc = "two outcomes of one probe")
@State
public class ProbeEndsAgainstOverdue {

    private static final FleetTally ENDED = new FleetTally(1, 0, 0);
    private final Lease lease = new Lease(1, 10);

    @Actor
    public void call(LL_Result result) {
        lease.end(ENDED);
        result.r1 = seen(lease.outcome());
    }

    @Actor
    public void fleet(LL_Result result) {
        lease.end(new FleetTally(1, 0, 1));
        result.r2 = seen(lease.outcome());
    }

    private static String seen(@Nullable FleetTally outcome) {
        return outcome == null ? "none" : outcome.equals(ENDED) ? "ended" : "slow";
    }
}
