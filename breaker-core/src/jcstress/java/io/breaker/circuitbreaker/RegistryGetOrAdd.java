package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Two threads look the same new name up: whether they got the same instance, how often listeners heard of one. */
@JCStressTest
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "one instance, told of once")
@Outcome(expect = FORBIDDEN, desc = "two instances, or told of twice or never")
@State
public class RegistryGetOrAdd {

    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(Breakers.CONFIG);
    private final AtomicInteger heard = new AtomicInteger();
    private @Nullable CircuitBreaker first;
    private @Nullable CircuitBreaker second;

    public RegistryGetOrAdd() {
        registry.onAdded(added -> heard.incrementAndGet());
    }

    @Actor
    public void first() {
        first = registry.circuitBreaker("contested");
    }

    @Actor
    public void second() {
        second = registry.circuitBreaker("contested");
    }

    @Arbiter
    public void look(ZI_Result result) {
        result.r1 = first != null && first == second;
        result.r2 = heard.get();
    }
}
