package io.breaker.bulkhead;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.Complaint;
import io.breaker.Permit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZIZ_Result;

/**
 * A caller gives up while a thread begins its call, whose stage nobody completes: is that stage left running, how many
 * permits are taken, is an interruption left on the thread.
 */
@JCStressTest
@Outcome(id = "false, 0, false", expect = ACCEPTABLE, desc = "nothing is left of the call")
@Outcome(expect = FORBIDDEN, desc = "something is")
@State
public class GivenUpAgainstBegin {

    private final PermitQueue permits = new PermitQueue(1);
    private final CompletableFuture<String> stage = new CompletableFuture<>();
    private final AtomicReference<Runnable> turn = new AtomicReference<>();
    private final CompletableFuture<String> result;
    private volatile boolean ran;
    private volatile boolean left;

    public GivenUpAgainstBegin() {
        permits.take();
        CompletableFuture<Permit> admission = CompletableFuture.completedFuture(permits.held());
        PooledCall<String> call = new PooledCall<>(
                () -> {
                    ran = true;
                    return stage;
                },
                new Complaint());
        result = call.after(admission, turn::set, call, () -> BulkheadFullException.shutDown("race"));
    }

    @Actor
    public void begin() {
        turn.get().run();
        left = Thread.interrupted();
    }

    @Actor
    public void giveUp() {
        result.cancel(true);
    }

    @Arbiter
    public void look(ZIZ_Result found) {
        found.r1 = ran && !stage.isDone();
        found.r2 = permits.taken();
        found.r3 = left;
    }
}
