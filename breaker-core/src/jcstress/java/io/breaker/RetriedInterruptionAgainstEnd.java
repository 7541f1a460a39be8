package io.breaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Code notices somebody else's interruption and ends, while the one that this was in the way of is tried again. */
@JCStressTest
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "none is left")
@Outcome(expect = FORBIDDEN, desc = "one is left, or comes after the end")
@State
public class RetriedInterruptionAgainstEnd {

    private static final Future<?> NEVER = new CompletableFuture<>();

    private volatile Runnable again = () -> {};
    private volatile boolean begun;
    private volatile boolean isTried;

    @Actor
    public void run(ZZ_Result result) {
        Interruption interruption = Interruption.ofCurrentThread();
        Thread.currentThread().interrupt();
        interruption.interrupt((delay, task) -> {
            again = task;
            return NEVER;
        });
        Thread.interrupted();
        begun = true;
        for (int spins = 0; spins < 200 && !isTried; spins++) {
            Thread.onSpinWait();
        }
        boolean undisturbed = interruption.end();
        result.r1 = Thread.interrupted();
        if (undisturbed) {
            Thread.onSpinWait(); // time for one that would come too late
        }
        result.r2 = Thread.interrupted();
    }

    @Actor
    public void tryAgain() {
        if (begun) {
            isTried = true;
            again.run();
        }
    }
}
