package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads look for overdue calls; there is one. */
@JCStressTest
@Outcome(
        id = {"1, 1, 1", "1, 0, 1", "0, 1, 1"},
        expect = ACCEPTABLE,
        desc = "at least one of them sees it: the other may come while it is being moved")
@Outcome(expect = FORBIDDEN, desc = "nobody sees it, or it is seen twice")
@State
public class SweepAgainstSweep {

    private final InFlight calls = InFlight.following(null, 0, 1_000);

    public SweepAgainstSweep() {
        calls.start(0);
    }

    @Actor
    public void first(III_Result result) {
        result.r1 = calls.overdue(10_000);
    }

    @Actor
    public void second(III_Result result) {
        result.r2 = calls.overdue(10_000);
    }

    @Arbiter
    public void look(III_Result result) {
        result.r3 = calls.overdue(10_000);
    }
}
