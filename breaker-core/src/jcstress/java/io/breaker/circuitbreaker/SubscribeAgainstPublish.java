package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.EventPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A listener subscribes while an event is published; then another event: how often it heard. */
@JCStressTest
@Outcome(
        id = {"1", "2"},
        expect = ACCEPTABLE,
        desc = "the second event in any case, the first one if it was in time")
@Outcome(expect = FORBIDDEN, desc = "an event is missing or comes twice")
@State
public class SubscribeAgainstPublish {

    private final EventPublisher<String> events = new EventPublisher<>("a race");
    private final AtomicInteger heard = new AtomicInteger();

    @Actor
    public void subscribe() {
        events.subscribe(String.class, event -> heard.incrementAndGet());
    }

    @Actor
    public void publish() {
        events.publish("first");
    }

    @Arbiter
    public void publishAgain(I_Result result) {
        events.publish("second");
        result.r1 = heard.get();
    }
}
