package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.EventPublisher;
import io.breaker.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** One listener subscribes while another ends its subscription; then an event: who heard. */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the new one alone")
@Outcome(expect = FORBIDDEN, desc = "one of the two changes is lost")
@State
public class SubscribeAgainstClose {

    private final EventPublisher<String> events = new EventPublisher<>("a race");
    private final AtomicInteger toNew = new AtomicInteger();
    private final AtomicInteger toOld = new AtomicInteger();
    private final Subscription old = events.subscribe(String.class, event -> toOld.incrementAndGet());

    @Actor
    public void subscribe() {
        events.subscribe(String.class, event -> toNew.incrementAndGet());
    }

    @Actor
    public void close() {
        old.close();
    }

    @Arbiter
    public void publish(II_Result result) {
        events.publish("an event");
        result.r1 = toNew.get();
        result.r2 = toOld.get();
    }
}
