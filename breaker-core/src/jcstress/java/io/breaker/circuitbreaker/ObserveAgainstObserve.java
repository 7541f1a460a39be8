package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two observers of calls come at once; then a call ends: who heard. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both")
@Outcome(expect = FORBIDDEN, desc = "one of them is lost")
@State
public class ObserveAgainstObserve {

    private final CircuitBreaker breaker = Breakers.breaker(Breakers.CONFIG);
    private final AtomicInteger first = new AtomicInteger();
    private final AtomicInteger second = new AtomicInteger();

    @Actor
    public void first() {
        breaker.observe((outcome, nanos) -> first.incrementAndGet());
    }

    @Actor
    public void second() {
        breaker.observe((outcome, nanos) -> second.incrementAndGet());
    }

    @Arbiter
    public void call(II_Result result) {
        breaker.acquire().success();
        result.r1 = first.get();
        result.r2 = second.get();
    }
}
