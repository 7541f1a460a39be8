package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Permits whose calls end on other threads than they began on. */
final class HandedOver {

    private final BlockingQueue<Permit> permits = new ArrayBlockingQueue<>(200);

    /** {@return whether there was room} */
    boolean offer(Permit permit) {
        return permits.offer(permit);
    }

    /** {@return a permit to settle, if there is one and fortune wants it} */
    @Nullable Permit poll(RandomGenerator random) {
        return random.nextInt(4) == 0 ? null : permits.poll();
    }

    /** Settles all that are left. */
    void settleAll(RandomGenerator random) {
        for (Permit left = permits.poll(); left != null; left = permits.poll()) {
            Worker.settle(left, Fault.random(random), random);
            Thread.interrupted(); // as some faults leave it
        }
    }
}
