package io.breaker.bulkhead;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.Permit;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The only permit comes back while somebody begins to wait for it: those who got it, permits taken, those who wait. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "it goes to the one who waits")
@Outcome(expect = FORBIDDEN, desc = "a lost wake-up or a lost permit")
@State
public class GiveBackAgainstAwait {

    private final PermitQueue permits = new PermitQueue(1);
    private @Nullable CompletableFuture<Permit> place;

    public GiveBackAgainstAwait() {
        permits.take();
    }

    @Actor
    public void giveBack() {
        permits.giveBack();
    }

    @Actor
    public void await() {
        place = permits.await(1);
    }

    @Arbiter
    public void look(III_Result result) {
        result.r1 = Places.granted(place);
        result.r2 = permits.taken();
        result.r3 = permits.waiters();
    }
}
