package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A window of one is full of a success; a slow failure replaces it while it is being read. */
@JCStressTest
@Outcome(
        id = {"1 0 0 0", "1 1 1 1"},
        expect = ACCEPTABLE,
        desc = "before or after")
@Outcome(expect = FORBIDDEN, desc = "half a record")
@State
public class CountWindowRecordAgainstTally {

    private final CountWindow window = new CountWindow(1);

    public CountWindowRecordAgainstTally() {
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
