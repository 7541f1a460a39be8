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

/** A permit comes back while the first of two who wait gives up: did the first get it, did the second, taken, waiting. */
@JCStressTest
@Outcome(id = "0, 1, 1, 0", expect = ACCEPTABLE, desc = "given up before it came: it goes to the next")
@Outcome(id = "1, 0, 1, 1", expect = ACCEPTABLE, desc = "it was there already")
@Outcome(expect = FORBIDDEN, desc = "the permit is lost, or given twice")
@State
public class GrantAgainstCancel {

    private final PermitQueue permits = new PermitQueue(1);
    private final CompletableFuture<Permit> first;
    private final CompletableFuture<Permit> second;

    public GrantAgainstCancel() {
        permits.take();
        first = Objects.requireNonNull(permits.await(2));
        second = Objects.requireNonNull(permits.await(2));
    }

    @Actor
    public void giveBack() {
        permits.giveBack();
    }

    @Actor
    public void cancel() {
        first.cancel(false);
    }

    @Arbiter
    public void look(IIII_Result result) {
        result.r1 = Places.granted(first);
        result.r2 = Places.granted(second);
        result.r3 = permits.taken();
        result.r4 = permits.waiters();
    }
}
