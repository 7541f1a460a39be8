package io.breaker.spring.dashboard;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A stream of a servlet container, where to send is to wait for a slow client: therefore each has a thread, and none waits
 * for another one's client.
 */
final class EmitterWatcher implements Watcher, Runnable {

    private static final Message END = new Message("end", "");
    private static final long NO_TIMEOUT = 0L;

    private final SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
    private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(Message.MOST_WAITING);
    private final Consumer<Watcher> over;

    /**
     * Makes a stream that sends once it runs.
     *
     * @param over is told of its end
     */
    EmitterWatcher(Consumer<Watcher> over) {
        this.over = over;
        emitter.onCompletion(this::ended);
    }

    private void ended() {
        over.accept(this);
        end();
    }

    SseEmitter emitter() {
        return emitter;
    }

    void start() {
        Thread thread = new Thread(this, "breaker-dashboard-stream");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean send(Message message) {
        if (waiting.offer(message)) {
            return true;
        }
        end();
        return false;
    }

    @Override
    public void end() {
        waiting.clear();
        waiting.offer(END);
    }

    @Override
    public void run() {
        try {
            for (Message next = waiting.take(); !next.equals(END); next = waiting.take()) {
                emitter.send(SseEmitter.event().name(next.event()).data(next.json()));
            }
            emitter.complete();
        } catch (IOException | IllegalStateException gone) { // the client, and the container ends the request
            over.accept(this);
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
    }
}
