package io.breaker.bulkhead;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.Permit;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Both permits come back at once while two wait and one comes along: granted to those, to this one, taken, waiting. */
@JCStressTest
@Outcome(id = "2, 0, 2, 0", expect = ACCEPTABLE, desc = "those who wait get them")
@Outcome(
        id = "1, 1, 2, 1",
        expect = ACCEPTABLE,
        desc = "one is overtaken, as an unfair bulkhead allows, and still waits")
@Outcome(expect = FORBIDDEN, desc = "too many permits, or too few")
@State
public class TwoGiveBackWhileTwoWait {

    private final PermitQueue permits = new PermitQueue(2);
    private final CompletableFuture<Permit> first;
    private final CompletableFuture<Permit> second;
    private int overtook;

    public TwoGiveBackWhileTwoWait() {
        permits.take();
        permits.take();
        first = Objects.requireNonNull(permits.await(2));
        second = Objects.requireNonNull(permits.await(2));
    }

    @Actor
    public void giveBack() {
        permits.giveBack();
    }

    @Actor
    public void giveTheOtherBack() {
        permits.giveBack();
    }

    @Actor
    public void take() {
        overtook = permits.take() ? 1 : 0;
    }

    @Arbiter
    public void look(IIII_Result result) {
        result.r1 = Places.granted(first) + Places.granted(second);
        result.r2 = overtook;
        result.r3 = permits.taken();
        result.r4 = permits.waiters();
    }
}
