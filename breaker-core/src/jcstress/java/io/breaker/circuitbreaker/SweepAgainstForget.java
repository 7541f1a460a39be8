package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A sweep moves the running call of an earlier stay to the overdue ones while a new stay forgets what is idle: running calls. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "the earlier stay is kept as long as its call runs")
@Outcome(id = "0", expect = FORBIDDEN, desc = "a running call has vanished")
@State
public class SweepAgainstForget {

    private final InFlight earlier = InFlight.following(null, 0, 1_000);
    private final InFlight current;
    private @Nullable InFlight next;

    public SweepAgainstForget() {
        earlier.start(0);
        current = InFlight.following(earlier, 0, 1_000);
    }

    @Actor
    public void sweep() {
        current.totalOverdue(10_000);
    }

    @Actor
    public void moveOn() {
        next = InFlight.following(current, 10_000, 1_000);
    }

    @Arbiter
    public void look(I_Result result) {
        InFlight last = next;
        result.r1 = last == null ? -1 : last.totalRunning();
    }
}
