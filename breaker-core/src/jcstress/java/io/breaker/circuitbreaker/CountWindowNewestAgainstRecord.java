package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** The newest calls are counted beside overdue ones while another thread records; documented as exact only if nobody records. */
@JCStressTest
@Outcome(
        id = {"2 0 1 0", "2 1 1 0"},
        expect = ACCEPTABLE,
        desc = "the place beside the overdue call holds a success or the failure")
@Outcome(expect = FORBIDDEN, desc = "an impossible tally")
@State
public class CountWindowNewestAgainstRecord {

    private final CountWindow window = new CountWindow(2);

    public CountWindowNewestAgainstRecord() {
        window.record(0, 0);
        window.record(0, 0);
    }

    @Actor
    public void record() {
        window.record(Window.FAILED, 0);
    }

    @Actor
    public void read(L_Result result) {
        result.r1 = Breakers.describe(window.tally(0, 1));
    }
}
