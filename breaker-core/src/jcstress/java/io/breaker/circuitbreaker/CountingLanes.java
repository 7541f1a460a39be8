package io.breaker.circuitbreaker;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lanes in which threads count, the first place of them taken by a thread that has counted one. */
final class CountingLanes {

    private final Lanes lanes = new Lanes(0);
    private final AtomicLong withoutLane = new AtomicLong();

    CountingLanes(Thread first) {
        Objects.requireNonNull(lanes.claim(first)).number(1);
    }

    void count() {
        Lane mine = lanes.mine();
        if (mine == null) { // its number and the first one's differ by a multiple of the most places
            withoutLane.incrementAndGet();
        } else {
            mine.number(mine.number() + 1);
        }
    }

    long sum() {
        long sum = withoutLane.get();
        for (@Nullable Lane lane : lanes.all()) {
            sum += lane == null ? 0 : lane.number();
        }
        return sum;
    }
}
