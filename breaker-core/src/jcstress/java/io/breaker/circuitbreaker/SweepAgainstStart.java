package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A call starts in the bucket that a sweep is just emptying: overdue then, and running at the end. */
@JCStressTest
@Outcome(
        id = {"1, 2", "2, 2"},
        expect = ACCEPTABLE,
        desc = "the sweep saw it or did not; it runs in any case")
@Outcome(expect = FORBIDDEN, desc = "a running call is lost")
@State
public class SweepAgainstStart {

    private final InFlight calls = InFlight.following(null, 0, 1_000);

    public SweepAgainstStart() {
        calls.start(0);
    }

    @Actor
    public void sweep(II_Result result) {
        result.r1 = calls.overdue(10_000);
    }

    @Actor
    public void startLate() {
        calls.start(0);
    }

    @Arbiter
    public void look(II_Result result) {
        result.r2 = calls.totalRunning();
    }
}
