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

/** Code has noticed the interruption of the inner of two limits, which ends, while the outer one is over, too. */
@JCStressTest
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "the outer one's is there until its own end")
@Outcome(expect = FORBIDDEN, desc = "the inner one took back the outer one's, or one is left")
@State
public class InnerEndAgainstOuterInterruption {

    private static final Future<?> NEVER = new CompletableFuture<>();

    private volatile Interruption outer = Interruption.ofNobody();
    private volatile boolean begun;
    private volatile boolean outerIsOver;
    private volatile boolean outerHasSent;

    @Actor
    public void run(ZZ_Result result) {
        Interruption inner = Interruption.ofCurrentThread();
        outer = Interruption.ofCurrentThread();
        inner.interrupt((delay, task) -> NEVER);
        Thread.interrupted();
        begun = true;
        for (int spins = 0; spins < 200 && !outerIsOver; spins++) {
            Thread.onSpinWait();
        }
        inner.end();
        for (int spins = 0; spins < 20_000 && outerIsOver && !outerHasSent; spins++) {
            Thread.onSpinWait();
        }
        result.r1 = outerHasSent && !Thread.currentThread().isInterrupted();
        outer.end();
        result.r2 = Thread.interrupted();
    }

    @Actor
    public void interrupt() {
        if (begun) {
            outerIsOver = true;
            outer.interrupt((delay, task) -> NEVER);
            outerHasSent = true;
        }
    }
}
