package io.breaker.bulkhead;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.Permit;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The only permit comes back to a queue of those who each give it back at once, longer than a thread hands it on within
 * itself, while one more begins to wait: those who had it, permits taken, those who wait.
 */
@JCStressTest
@Outcome(id = "21, 0, 0", expect = ACCEPTABLE, desc = "each had it once, and it is back")
@Outcome(expect = FORBIDDEN, desc = "a lost wake-up or a lost permit")
@State
public class ChainOfGrantsAgainstAwait {

    private static final int QUEUE = 20;

    private final PermitQueue permits = new PermitQueue(1);
    private final AtomicInteger had = new AtomicInteger();

    public ChainOfGrantsAgainstAwait() {
        permits.take();
        for (int i = 0; i < QUEUE; i++) {
            waitAndGiveBackAtOnce();
        }
    }

    private void waitAndGiveBackAtOnce() {
        Objects.requireNonNull(permits.await(Integer.MAX_VALUE)).thenAccept(this::giveBackAtOnce);
    }

    private void giveBackAtOnce(Permit permit) {
        had.getAndIncrement();
        permit.release();
    }

    @Actor
    public void giveBack() {
        permits.giveBack();
    }

    @Actor
    public void await() {
        waitAndGiveBackAtOnce();
    }

    /** A worker may still be at it. */
    @Arbiter
    public void look(III_Result result) {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while ((permits.waiters() > 0 || permits.taken() > 0) && System.nanoTime() - patience < 0) {
            Thread.onSpinWait();
        }
        result.r1 = had.get();
        result.r2 = permits.taken();
        result.r3 = permits.waiters();
    }
}
