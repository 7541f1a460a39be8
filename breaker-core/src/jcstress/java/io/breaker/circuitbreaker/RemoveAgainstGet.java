package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;

/** An instance is removed while the thread that made it still tells of it: what a listener hears, and whether it is there. */
@JCStressTest
@Outcome(id = "added, true", expect = ACCEPTABLE, desc = "removed in vain, before it was there")
@Outcome(id = "added removed, false", expect = ACCEPTABLE, desc = "first that it came, then that it went")
@Outcome(expect = FORBIDDEN, desc = "it goes before it has come: whoever listens would keep it for ever")
@State
public class RemoveAgainstGet {

    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(Breakers.CONFIG);
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    public RemoveAgainstGet() {
        registry.onAdded(added -> heard.add("added"));
        registry.onRemoved(removed -> heard.add("removed"));
    }

    @Actor
    public void get() {
        registry.circuitBreaker("contested");
    }

    @Actor
    public void remove() {
        registry.remove("contested");
    }

    @Arbiter
    public void look(LZ_Result result) {
        result.r1 = String.join(" ", heard);
        result.r2 = registry.find("contested").isPresent();
    }
}
