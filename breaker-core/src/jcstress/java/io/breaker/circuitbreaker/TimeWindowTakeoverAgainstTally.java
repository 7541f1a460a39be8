package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A bucket that held three failures a round ago is taken over by a success while the window is read: calls, failed, slow, both. */
@JCStressTest
@Outcome(
        id = {"0 0 0 0", "1 0 0 0"},
        expect = ACCEPTABLE,
        desc = "the old calls have left the window, the new one is there or not")
@Outcome(expect = FORBIDDEN, desc = "old failures beside the new call")
@State
public class TimeWindowTakeoverAgainstTally {

    private static final long ROUND_LATER = 10_000_000_000L;

    private final Window window = new TimeWindow(10, 0);

    public TimeWindowTakeoverAgainstTally() {
        for (int i = 0; i < 3; i++) {
            window.record(Window.FAILED, 0);
        }
    }

    @Actor
    public void record() {
        window.record(0, ROUND_LATER);
    }

    @Actor
    public void read(L_Result result) {
        result.r1 = Breakers.describe(window.tally(ROUND_LATER, 0));
    }
}
