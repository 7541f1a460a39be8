package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A success is recorded in its thread's lane, and then a failure, while the window is read: calls, failed, slow, both. */
@JCStressTest
@Outcome(
        id = {"0 0 0 0", "1 0 0 0", "2 0 0 0", "2 1 0 0"},
        expect = ACCEPTABLE,
        desc = "each failure with the success before it: the rate is never above a half")
@Outcome(id = "1 1 0 0", expect = FORBIDDEN, desc = "the failure without the success that came before it")
@Outcome(expect = FORBIDDEN, desc = "impossible")
@State
public class SuccessAgainstTally {

    private final Window window = new TimeWindow(10, 0);

    @Actor
    public void record() {
        window.record(0, 0);
        window.record(Window.FAILED, 0);
    }

    @Actor
    public void read(L_Result result) {
        result.r1 = Breakers.describe(window.tally(0, 0));
    }
}
