package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A slow success is recorded, and then a failure in the next bucket, while the window is read: calls, failed, slow, both. */
@JCStressTest
@Outcome(
        id = {"0 0 0 0", "1 0 0 0", "1 0 1 0", "2 0 0 0", "2 0 1 0", "2 1 1 0"},
        expect = ACCEPTABLE,
        desc = "each failure with the slow call before it: the failure rate is never above a half")
@Outcome(
        id = {"1 1 0 0", "2 1 0 0"},
        expect = FORBIDDEN,
        desc = "the failure without the slow call that came before it")
@Outcome(expect = FORBIDDEN, desc = "impossible")
@State
public class TimeWindowTallyAcrossBuckets {

    private static final long NEXT_BUCKET = 1_000_000_000L;

    private final Window window = new TimeWindow(10, 0);

    @Actor
    public void record() {
        window.record(Window.SLOW, 0);
        window.record(Window.FAILED, NEXT_BUCKET);
    }

    @Actor
    public void read(L_Result result) {
        result.r1 = Breakers.describe(window.tally(NEXT_BUCKET, 0));
    }
}
