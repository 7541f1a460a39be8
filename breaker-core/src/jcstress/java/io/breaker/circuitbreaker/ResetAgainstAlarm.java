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
import org.openjdk.jcstress.infra.results.LI_Result;

/** A breaker that is to be woken is opened by one thread and reset by another: its state, the alarms that wait. */
@JCStressTest
@Outcome(id = "OPEN, 1", expect = ACCEPTABLE, desc = "opened last, and will be woken")
@Outcome(id = "CLOSED, 0", expect = ACCEPTABLE, desc = "reset last, and the alarm is off")
@Outcome(expect = FORBIDDEN, desc = "an alarm outlives its stay, or an open breaker has none")
@State
public class ResetAgainstAlarm {

    private final ManualTime time = new ManualTime();
    private final ManualTimer timer = new ManualTimer(time);
    private final CircuitBreaker breaker = Breakers.breaker(Breakers.WOKEN, time, timer);

    @Actor
    public void open() {
        breaker.open();
    }

    @Actor
    public void reset() {
        breaker.reset();
    }

    @Arbiter
    public void look(LI_Result result) {
        result.r1 = breaker.state();
        result.r2 = timer.waiting().size();
    }
}
