package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A failure is settled while the window is being reshaped: recorded calls, failed ones, calls in flight. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "it was copied, or came afterwards")
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "it came while the window was being copied: documented")
@Outcome(expect = FORBIDDEN, desc = "counted twice, in part, or the call never ends")
@State
public class ReshapeAgainstRecord {

    private static final CircuitBreakerConfig SMALLER =
            Breakers.config().slidingWindowSize(5).build();

    private final CircuitBreaker breaker = Breakers.breaker(Breakers.CONFIG);
    private final Permit permit = breaker.acquire();

    @Actor
    public void settle() {
        Breakers.fail(permit);
    }

    @Actor
    public void reconfigure() {
        breaker.reconfigure(SMALLER);
    }

    @Arbiter
    public void look(III_Result result) {
        CircuitBreakerSnapshot snapshot = breaker.snapshot();
        result.r1 = snapshot.bufferedCalls();
        result.r2 = snapshot.failedCalls();
        result.r3 = snapshot.callsInFlight();
    }
}
