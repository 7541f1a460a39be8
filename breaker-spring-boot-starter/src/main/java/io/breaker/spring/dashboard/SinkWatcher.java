package io.breaker.spring.dashboard;

import java.util.concurrent.ArrayBlockingQueue;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** A stream of a reactive server. */
final class SinkWatcher implements Watcher {

    private final Sinks.Many<Message> sink =
            Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(Message.MOST_WAITING));

    Flux<Message> messages() {
        return sink.asFlux();
    }

    @Override
    public boolean send(Message message) {
        if (sink.tryEmitNext(message).isSuccess()) {
            return true;
        }
        end();
        return false;
    }

    @Override
    public void end() {
        // At the moment of a message it is refused: then the ticker, which sends that one, has nobody left to send to,
        // and
        // the next try is free.
        sink.emitComplete((signal, result) -> result == Sinks.EmitResult.FAIL_NON_SERIALIZED);
    }
}
