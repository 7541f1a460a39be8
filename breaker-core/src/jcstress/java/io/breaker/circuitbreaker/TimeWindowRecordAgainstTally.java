package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A window holds one success; a slow failure is recorded while it is being read: calls, failed, slow, both. */
@JCStressTest
@Outcome(
        id = {"1 0 0 0", "2 0 0 0", "2 1 0 0", "2 1 1 0", "2 1 1 1"},
        expect = ACCEPTABLE,
        desc = "before, after, or with part of its marks: then a rate is too low")
@Outcome(
        id = {"1 1 0 0", "1 1 1 0", "1 1 1 1", "1 0 1 0"},
        expect = FORBIDDEN,
        desc = "a failure without its call: the rate is too high")
@Outcome(expect = FORBIDDEN, desc = "impossible")
@State
public class TimeWindowRecordAgainstTally {

    private final Window window = new TimeWindow(10, 0);

    public TimeWindowRecordAgainstTally() {
        window.record(0, 0);
    }

    @Actor
    public void record() {
        window.record(Window.FAILED | Window.SLOW, 0);
    }

    @Actor
    public void read(L_Result result) {
        result.r1 = Breakers.describe(window.tally(0, 0));
    }
}
