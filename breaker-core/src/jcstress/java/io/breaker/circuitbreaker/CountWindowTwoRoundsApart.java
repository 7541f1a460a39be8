package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads record two calls each in a window of one: each takes a place that another is still writing. */
@JCStressTest
@Outcome(id = "1 0 0 0", expect = ACCEPTABLE, desc = "all that was recorded has been pushed out again")
@Outcome(expect = FORBIDDEN, desc = "an outcome stays in the totals, or is subtracted twice")
@State
public class CountWindowTwoRoundsApart {

    private final CountWindow window = new CountWindow(1);

    @Actor
    public void failures() {
        window.record(Window.FAILED, 0);
        window.record(Window.FAILED | Window.SLOW, 0);
    }

    @Actor
    public void slowOnes() {
        window.record(Window.SLOW, 0);
        window.record(0, 0);
    }

    @Arbiter
    public void pushOut(L_Result result) {
        window.record(0, 0);
        result.r1 = Breakers.describe(window.tally(0, 0));
    }
}
