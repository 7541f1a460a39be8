package io.breaker.bulkhead;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Of three permits one is taken and one kept when there is to be one only: the call ends, and two want it. */
@JCStressTest
@Outcome(
        id = {"true, false, 1", "false, true, 1"},
        expect = ACCEPTABLE,
        desc = "one of them has it")
@Outcome(expect = FORBIDDEN, desc = "both, or none, or it is lost")
@State
public class LowerLimitAgainstTake {

    private final PermitCount permits = KeptPermit.besideATakenOne(3);

    public LowerLimitAgainstTake() {
        permits.limit(1);
    }

    @Actor
    public void take(ZZI_Result result) {
        result.r1 = permits.take();
    }

    @Actor
    public void endAndTake(ZZI_Result result) {
        permits.giveBack();
        result.r2 = permits.take();
    }

    @Arbiter
    public void look(ZZI_Result result) {
        result.r3 = permits.taken();
    }
}
