package io.breaker.circuitbreaker;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what happens often and is read seldom. Thread-safe. */
final class Counter {

    private final AtomicLong others = new AtomicLong();
    private final Lanes lanes;

    Counter() {
        this(new Lanes(0));
    }

    Counter(Lanes lanes) {
        this.lanes = lanes;
    }

    void increment() {
        Lane lane = lanes.mine();
        if (lane == null) {
            others.incrementAndGet();
        } else {
            lane.number(lane.number() + 1);
        }
    }

    long sum() {
        long sum = others.get();
        for (@Nullable Lane lane : lanes.all()) {
            sum += lane == null ? 0 : lane.number();
        }
        return sum;
    }
}
