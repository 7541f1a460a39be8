package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** An open wait is over: one thread finds out, one resets. */
@JCStressTest
@Outcome(
        id = "CLOSED",
        expect = ACCEPTABLE,
        desc = "the reset is the last word: half-open comes before it or not at all")
@Outcome(expect = FORBIDDEN, desc = "the reset is undone")
@State
public class ResetAgainstDeadline {

    private final ManualTime time = new ManualTime();
    private final CircuitBreaker breaker = Breakers.breaker(Breakers.CONFIG, time, new ManualTimer(time));

    public ResetAgainstDeadline() {
        breaker.open();
        time.advance(Breakers.CONFIG.waitDurationInOpenState());
    }

    @Actor
    public void findOut(L_Result result) {
        result.r1 = breaker.state();
    }

    @Actor
    public void reset() {
        breaker.reset();
    }

    @Arbiter
    public void look(L_Result result) {
        result.r1 = breaker.state();
    }
}
