package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two commands at once: the announced steps make one chain from the first state to the last. */
@JCStressTest
@Outcome(
        id = {"CLOSED>FORCED_OPEN>DISABLED", "CLOSED>DISABLED>FORCED_OPEN"},
        expect = ACCEPTABLE,
        desc = "one after the other")
@Outcome(expect = FORBIDDEN, desc = "a step is missing, is told twice, or does not follow the one before")
@State
public class TransitionAgainstTransition {

    private final CircuitBreaker breaker = Breakers.breaker(Breakers.CONFIG);
    private final Map<CircuitBreaker.State, CircuitBreaker.State> steps = new ConcurrentHashMap<>();

    public TransitionAgainstTransition() {
        breaker.on(Transition.class, event -> steps.merge(event.from(), event.to(), (a, b) -> a));
    }

    @Actor
    public void forceOpen() {
        breaker.forceOpen();
    }

    @Actor
    public void disable() {
        breaker.disable();
    }

    @Arbiter
    public void look(L_Result result) {
        StringBuilder chain = new StringBuilder("CLOSED");
        CircuitBreaker.State at = CircuitBreaker.State.CLOSED;
        for (int i = steps.size(); i > 0 && steps.containsKey(at); i--) {
            at = steps.get(at);
            chain.append('>').append(at);
        }
        result.r1 = breaker.state() == at ? chain.toString() : chain + ", but is " + breaker.state();
    }
}
