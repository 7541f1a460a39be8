package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A bucket that held three failures a round ago is taken over by two threads: calls, failed, slow, both, afterwards. */
@JCStressTest
@Outcome(id = "2 1 1 0", expect = ACCEPTABLE, desc = "the new calls alone")
@Outcome(expect = FORBIDDEN, desc = "an old call is left over, or a new one lost")
@State
public class TimeWindowBucketTakeover {

    private static final long ROUND_LATER = 10_000_000_000L;

    private final Window window = new TimeWindow(10, 0);

    public TimeWindowBucketTakeover() {
        for (int i = 0; i < 3; i++) {
            window.record(Window.FAILED, 0);
        }
    }

    @Actor
    public void failure() {
        window.record(Window.FAILED, ROUND_LATER);
    }

    @Actor
    public void slowOne() {
        window.record(Window.SLOW, ROUND_LATER);
    }

    @Arbiter
    public void read(L_Result result) {
        result.r1 = Breakers.describe(window.tally(ROUND_LATER, 0));
    }
}
