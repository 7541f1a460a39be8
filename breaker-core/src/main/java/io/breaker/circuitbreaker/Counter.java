package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.Lanes.Lane;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what happens often and is read seldom. Thread-safe. */
final class Counter {

    private final Lanes lanes = new Lanes(1);
    private final AtomicLong others = new AtomicLong();

    void increment() {
        Lane lane = lanes.mine();
        if (lane == null) {
            others.incrementAndGet();
        } else {
            lane.set(0, lane.get(0) + 1);
        }
    }

    long sum() {
        long sum = others.get();
        for (@Nullable Lane lane : lanes.all()) {
            sum += lane == null ? 0 : lane.get(0);
        }
        return sum;
    }
}
