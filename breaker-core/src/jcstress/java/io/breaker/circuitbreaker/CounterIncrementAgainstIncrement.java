package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Two threads want the only lane, so that the table must grow: what was counted. */
@JCStressTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "nothing is lost")
@Outcome(expect = FORBIDDEN, desc = "two wrote one lane, or a lane is not in the table")
@State
public class CounterIncrementAgainstIncrement {

    private final Counter counter = new Counter();

    @Actor
    public void first() {
        counter.increment();
    }

    @Actor
    public void second() {
        counter.increment();
    }

    @Arbiter
    public void look(J_Result result) {
        result.r1 = counter.sum();
    }
}
