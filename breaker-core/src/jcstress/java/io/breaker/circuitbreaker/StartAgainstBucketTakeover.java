package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two calls start a round of buckets later, in the place of one that still runs: running and overdue calls. */
@JCStressTest
@Outcome(id = "3, 1", expect = ACCEPTABLE, desc = "the old call is overdue, the new ones are not")
@Outcome(expect = FORBIDDEN, desc = "a call is lost, or moved twice")
@State
public class StartAgainstBucketTakeover {

    private static final long ROUND_LATER = 32 * 256;

    private final InFlight calls = InFlight.following(null, 0, 1_000);

    public StartAgainstBucketTakeover() {
        calls.start(0);
    }

    @Actor
    public void first() {
        calls.start(ROUND_LATER);
    }

    @Actor
    public void second() {
        calls.start(ROUND_LATER);
    }

    @Arbiter
    public void look(II_Result result) {
        result.r1 = calls.totalRunning();
        result.r2 = calls.totalOverdue(ROUND_LATER);
    }
}
