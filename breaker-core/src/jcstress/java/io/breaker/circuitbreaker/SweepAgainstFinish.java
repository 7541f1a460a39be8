package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A call ends while a sweep finds it overdue: what the sweep saw, running and overdue calls afterwards. */
@JCStressTest
@Outcome(
        id = {"1, 0, 0", "0, 0, 0"},
        expect = ACCEPTABLE,
        desc = "counted once, until its end")
@Outcome(expect = FORBIDDEN, desc = "a call stays behind, or is taken off twice")
@State
public class SweepAgainstFinish {

    private final InFlight calls = InFlight.following(null, 0, 1_000);

    public SweepAgainstFinish() {
        calls.start(0);
    }

    @Actor
    public void sweep(III_Result result) {
        result.r1 = calls.overdue(10_000);
    }

    @Actor
    public void finish() {
        calls.finish(0);
    }

    @Arbiter
    public void look(III_Result result) {
        result.r2 = calls.totalRunning();
        result.r3 = calls.totalOverdue(10_000);
    }
}
