package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Two threads find the lane of a dead one in the only place; one inherits it, for the other the table grows. */
@JCStressTest
@Outcome(id = "3", expect = ACCEPTABLE, desc = "all three have counted")
@Outcome(expect = FORBIDDEN, desc = "two wrote one lane, or a lane with its count is gone")
@State
public class LanesTakeOverAgainstGrowth {

    private static final Thread DEAD =
            new Thread(() -> {}); // never started; what a thread wrote that has run and died is LanesTest's

    private final Counter counter;

    public LanesTakeOverAgainstGrowth() {
        Lanes lanes = new Lanes(0);
        Objects.requireNonNull(lanes.claim(DEAD)).number(1);
        counter = new Counter(lanes);
    }

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
