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

/** Code ends while it is interrupted: does its thread find an interruption afterwards, soon or later. */
@JCStressTest
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "none is left")
@Outcome(expect = FORBIDDEN, desc = "one is left, or comes after the end")
@State
public class InterruptAgainstEnd {

    private static final Future<?> NEVER = new CompletableFuture<>();

    private volatile Interruption interruption = Interruption.ofNobody();
    private volatile boolean begun;

    @Actor
    public void run(ZZ_Result result) {
        interruption = Interruption.ofCurrentThread();
        begun = true;
        boolean undisturbed = interruption.end();
        result.r1 = Thread.interrupted();
        if (undisturbed) {
            Thread.onSpinWait(); // time for one that would come too late
        }
        result.r2 = Thread.interrupted();
    }

    @Actor
    public void interrupt() {
        if (begun) {
            interruption.interrupt((delay, task) -> NEVER);
        }
    }
}
