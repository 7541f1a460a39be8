package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Two threads find the only place taken by a living one: each makes the table grow, and adds a lane to it. */
@JCStressTest
@Outcome(id = "3", expect = ACCEPTABLE, desc = "all three have counted")
@Outcome(expect = FORBIDDEN, desc = "two wrote one lane, or a lane with its count is gone")
@State
public class LanesGrowthAgainstGrowth {

    private static final Thread LIVING = new Thread(() -> {
        while (true) {
            LockSupport.park();
        }
    });

    static {
        LIVING.setDaemon(true);
        LIVING.start();
    }

    private final Counter counter;

    public LanesGrowthAgainstGrowth() {
        Lanes lanes = new Lanes(0);
        Objects.requireNonNull(lanes.claim(LIVING)).number(1);
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
