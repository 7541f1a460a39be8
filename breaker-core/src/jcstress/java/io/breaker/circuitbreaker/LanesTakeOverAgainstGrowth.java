package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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

    private static final Thread DEAD = new Thread(() -> {}); // never started is as good

    private final Lanes lanes = new Lanes(0);
    private final AtomicLong withoutLane = new AtomicLong();

    public LanesTakeOverAgainstGrowth() {
        Objects.requireNonNull(lanes.claim(DEAD)).number(1);
    }

    @Actor
    public void first() {
        count();
    }

    @Actor
    public void second() {
        count();
    }

    private void count() {
        Lane mine = lanes.mine();
        if (mine == null) { // its number and the dead thread's differ by a multiple of the most places
            withoutLane.incrementAndGet();
        } else {
            mine.number(mine.number() + 1);
        }
    }

    @Arbiter
    public void look(J_Result result) {
        result.r1 = withoutLane.get();
        for (@Nullable Lane lane : lanes.all()) {
            result.r1 += lane == null ? 0 : lane.number();
        }
    }
}
