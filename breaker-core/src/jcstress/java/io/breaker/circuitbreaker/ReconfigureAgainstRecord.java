package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A failure is settled while another threshold is put in force: recorded calls, failed ones, calls in flight. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "the window stays, whoever is first")
@Outcome(expect = FORBIDDEN, desc = "the outcome is lost or counted twice, or the call never ends")
@State
public class ReconfigureAgainstRecord {

    private static final CircuitBreakerConfig OTHER = Breakers.config()
            .failureRateThreshold(70)
            .slowCallDurationThreshold(Duration.ofSeconds(9))
            .build();

    private final CircuitBreaker breaker = Breakers.breaker(Breakers.CONFIG);
    private final Permit permit = breaker.acquire();

    @Actor
    public void settle() {
        Breakers.fail(permit);
    }

    @Actor
    public void reconfigure() {
        breaker.reconfigure(OTHER);
    }

    @Arbiter
    public void look(III_Result result) {
        CircuitBreakerSnapshot snapshot = breaker.snapshot();
        result.r1 = snapshot.bufferedCalls();
        result.r2 = snapshot.failedCalls();
        result.r3 = snapshot.callsInFlight();
    }
}
