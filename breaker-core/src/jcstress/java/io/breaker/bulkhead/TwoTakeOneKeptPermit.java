package io.breaker.bulkhead;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Of two permits one is taken and one is kept somewhere, and two calls want it: who gets it, permits taken. */
@JCStressTest
@Outcome(
        id = {"true, false, 2", "false, true, 2"},
        expect = ACCEPTABLE,
        desc = "one of them")
@Outcome(expect = FORBIDDEN, desc = "a permit too many, or one that nobody finds")
@State
public class TwoTakeOneKeptPermit {

    private final PermitCount permits = KeptPermit.besideATakenOne(3);

    public TwoTakeOneKeptPermit() {
        permits.limit(2);
    }

    @Actor
    public void one(ZZI_Result result) {
        result.r1 = permits.take();
    }

    @Actor
    public void other(ZZI_Result result) {
        result.r2 = permits.take();
    }

    @Arbiter
    public void look(ZZI_Result result) {
        result.r3 = permits.taken();
    }
}
