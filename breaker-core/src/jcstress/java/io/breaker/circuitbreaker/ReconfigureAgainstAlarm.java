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
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads reconfigure an open breaker, one to wake it and one not to: the last word, and whether an alarm waits. */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "to be woken, and will be")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "not to be woken, and will not be")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "the loser has taken the alarm of the winner away")
@Outcome(id = "false, true", expect = FORBIDDEN, desc = "an alarm is left over")
@State
public class ReconfigureAgainstAlarm {

    private final ManualTime time = new ManualTime();
    private final ManualTimer timer = new ManualTimer(time);
    private final CircuitBreaker breaker = Breakers.breaker(Breakers.WOKEN, time, timer);

    public ReconfigureAgainstAlarm() {
        breaker.open();
    }

    @Actor
    public void wake() {
        breaker.reconfigure(Breakers.WOKEN);
    }

    @Actor
    public void doNotWake() {
        breaker.reconfigure(Breakers.CONFIG);
    }

    @Arbiter
    public void look(ZZ_Result result) {
        result.r1 = breaker.config() == Breakers.WOKEN;
        result.r2 = !timer.waiting().isEmpty();
    }
}
