package io.breaker.spring.reactor;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

/** The elements that one subscriber has asked for and not got yet. A source is late only while somebody waits for it. */
final class Demand {

    private final AtomicLong missing = new AtomicLong();
    private final Queue<Sinks.Empty<Void>> waiting = new ConcurrentLinkedQueue<>();

    /** Notes that more elements are asked for. */
    void add(long elements) {
        missing.accumulateAndGet(elements, Operators::addCap);
        signal();
    }

    /** Notes that an element has come. */
    void satisfyOne() {
        missing.accumulateAndGet(1, Operators::subOrZero);
    }

    /** {@return for each subscriber, emits when that time has passed with an element being waited for} */
    Mono<Long> lasting(Duration time) {
        return Mono.defer(() -> {
            if (missing.get() > 0) {
                return Mono.delay(time);
            }
            Sinks.Empty<Void> asked = Sinks.empty();
            waiting.add(asked);
            if (missing.get() > 0) { // asked for before anybody saw that somebody waits
                signal();
            }
            return asked.asMono().then(Mono.delay(time));
        });
    }

    private void signal() {
        for (Sinks.Empty<Void> asked = waiting.poll(); asked != null; asked = waiting.poll()) {
            asked.tryEmitEmpty();
        }
    }
}
