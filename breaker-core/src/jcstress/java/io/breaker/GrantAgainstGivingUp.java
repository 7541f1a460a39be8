package io.breaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/** A caller gives up while its call gets its permit: permits that are out in the end, and is a stage left running. */
@JCStressTest
@Outcome(id = "0, false", expect = ACCEPTABLE, desc = "nothing is left of the call")
@Outcome(expect = FORBIDDEN, desc = "the permit is lost, or a stage goes on")
@State
public class GrantAgainstGivingUp {

    private static final int LONG = 100_000_000;

    private final AtomicInteger out = new AtomicInteger();
    private final CompletableFuture<Permit> admission = new CompletableFuture<>();
    private final CompletableFuture<String> stage = new CompletableFuture<>();
    private final AtomicInteger ran = new AtomicInteger();
    private final CompletableFuture<String> result;
    private volatile boolean given;

    public GrantAgainstGivingUp() {
        result = new AdmittedCall<String>(() -> {
                    ran.incrementAndGet();
                    return stage;
                })
                .after(admission, Workers.shared());
    }

    @Actor
    public void grant() {
        out.incrementAndGet();
        if (!admission.complete(new Counted())) {
            out.decrementAndGet();
        } else {
            given = true;
        }
    }

    @Actor
    public void giveUp() {
        result.cancel(true);
    }

    @Arbiter
    public void look(IZ_Result found) {
        for (int spins = 0; isUnderWay() && spins < LONG; spins++) { // the call begins on a worker
            Thread.onSpinWait();
        }
        found.r1 = out.get();
        found.r2 = ran.get() != 0 && !stage.isDone();
    }

    private boolean isUnderWay() {
        return given && (out.get() != 0 || (ran.get() != 0 && !stage.isDone()));
    }

    private final class Counted implements Permit {

        private final AtomicInteger ended = new AtomicInteger();

        @Override
        public void result(@Nullable Object value) {
            release();
        }

        @Override
        public void failure(Throwable thrown) {
            release();
        }

        @Override
        public void release() {
            if (ended.getAndIncrement() == 0) {
                out.decrementAndGet();
            }
        }
    }
}
