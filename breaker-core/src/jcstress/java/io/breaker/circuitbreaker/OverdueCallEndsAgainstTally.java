package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** An overdue call ends while the slow calls are counted, running ones included; and once more afterwards. */
@JCStressTest
@Outcome(
        id = {"1, 1", "0, 1"},
        expect = ACCEPTABLE,
        desc = "once; or not at all in the instant in which it is no longer running and not yet recorded")
@Outcome(expect = FORBIDDEN, desc = "seen as running and as recorded, or lost")
@State
public class OverdueCallEndsAgainstTally {

    private final ManualTime time = new ManualTime();
    private final CircuitBreaker breaker = Breakers.breaker(Breakers.CONFIG, time, new ManualTimer(time));
    private final Permit permit = breaker.acquire();

    public OverdueCallEndsAgainstTally() {
        time.advance(Breakers.CONFIG.slowCallDurationThreshold().multipliedBy(2));
    }

    @Actor
    public void end() {
        permit.success();
    }

    @Actor
    public void count(II_Result result) {
        result.r1 = breaker.snapshot().slowCalls();
    }

    @Arbiter
    public void countAfterwards(II_Result result) {
        result.r2 = breaker.snapshot().slowCalls();
    }
}
