package io.breaker.bulkhead;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** One of two permits is taken by a call that ends, and kept, while others take: the first, the second, permits taken. */
@JCStressTest
@Outcome(id = "true, true, 2", expect = ACCEPTABLE, desc = "the call had ended")
@Outcome(id = "true, false, 1", expect = ACCEPTABLE, desc = "it had not")
@Outcome(expect = FORBIDDEN, desc = "a permit too many, too few, or lost")
@State
public class KeptPermitAgainstTake {

    private final PermitCount permits = new PermitCount(2);

    public KeptPermitAgainstTake() {
        permits.spread();
        permits.take();
    }

    @Actor
    public void end() {
        permits.giveBack();
    }

    @Actor
    public void take(ZZI_Result result) {
        result.r1 = permits.take();
        result.r2 = permits.take();
    }

    @Arbiter
    public void look(ZZI_Result result) {
        result.r3 = permits.taken();
    }
}
