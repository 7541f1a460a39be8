package io.breaker.bulkhead;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/**
 * Of two permits one is taken and one is kept. A call ends and takes one of them again, so that at no moment both are taken,
 * while another takes one, too: who gets one, permits taken.
 */
@JCStressTest
@Outcome(id = "true, true, 2", expect = ACCEPTABLE, desc = "each found one")
@Outcome(expect = FORBIDDEN, desc = "one was refused though there always was one")
@State
public class WanderingPermitAgainstTake {

    private final PermitCount permits = KeptPermit.besideATakenOne(3);

    public WanderingPermitAgainstTake() {
        permits.limit(2);
    }

    @Actor
    public void endAndTake(ZZI_Result result) {
        permits.giveBack();
        result.r1 = permits.take();
    }

    @Actor
    public void take(ZZI_Result result) {
        result.r2 = permits.take();
    }

    @Arbiter
    public void look(ZZI_Result result) {
        result.r3 = permits.taken();
    }
}
