package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.TimeSource;
import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** The fleet opens a breaker at the moment at which its own calls do: the fleet has the last word. */
@JCStressTest
@Outcome(id = "FLEET", expect = ACCEPTABLE, desc = "in the fleet's name")
@Outcome(expect = FORBIDDEN, desc = "the fleet's order is lost")
@State
public class FleetOpensAgainstOwnTrip {

    private final FleetGate gate = new FleetGate(() -> {}, Long.MAX_VALUE);
    private final StateMachine machine = new StateMachine(
            "race",
            CircuitBreakerConfig.builder().slidingWindowSize(1).build(),
            TimeSource.precise(),
            () -> Instant.EPOCH,
            (delay, task) -> {
                throw new IllegalStateException("nobody sets an alarm");
            });
    private final Permit permit = new CircuitBreaker(machine).acquire();

    @Actor
    public void call() {
        permit.failure(new IllegalStateException());
    }

    @Actor
    public void fleet() {
        Generation current;
        Decision order;
        do {
            current = machine.inForce();
            long until = TimeSource.precise().nanoTime() + 3_600_000_000_000L; // nobody looks so late
            order = new Decision(
                    CircuitBreaker.State.OPEN,
                    TransitionCause.FLEET,
                    Tally.NONE,
                    new FleetOrder(gate, "the fleet", 1, until, null, false, 0),
                    null);
        } while (!machine.obey(current, order, TimeSource.precise().nanoTime()));
    }

    @Arbiter
    public void look(L_Result result) {
        result.r1 = String.valueOf(machine.snapshot().cause());
    }
}
