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

/**
 * Two limits around one piece of code, outer and inner, are over together, and the code never looks at its flag: does the
 * inner one's end take the outer one's interruption away, and is one left after both. The outer one is the first.
 */
@JCStressTest
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "each takes back its own, and none is left")
@Outcome(expect = FORBIDDEN, desc = "one took back the other's, or one is left")
@State
public class TwoInterruptionsOfOneThread {

    private static final Future<?> NEVER = new CompletableFuture<>();

    private volatile Interruption outer = Interruption.ofNobody();
    private volatile Interruption inner = Interruption.ofNobody();
    private volatile boolean begun;
    private volatile boolean outerHasSent;

    @Actor
    public void run(ZZ_Result result) {
        outer = Interruption.ofCurrentThread();
        inner = Interruption.ofCurrentThread();
        begun = true;
        for (int spins = 0; spins < 200 && !outerHasSent; spins++) {
            Thread.onSpinWait();
        }
        boolean wasSent = outerHasSent;
        inner.end();
        result.r1 = wasSent && !Thread.currentThread().isInterrupted();
        outer.end();
        result.r2 = Thread.interrupted();
    }

    @Actor
    public void interrupt() {
        if (begun) {
            outer.interrupt((delay, task) -> NEVER);
            outerHasSent = true;
            inner.interrupt((delay, task) -> NEVER);
        }
    }
}
