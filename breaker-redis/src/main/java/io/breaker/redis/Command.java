package io.breaker.redis;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** One command to Redis and the future of its answer. Whoever ends the future, such as by cancelling it, ends the command. */
final class Command<T extends @Nullable Object> implements Runnable {

    private final ReactiveRedisConnectionFactory connections;
    private final Function<ReactiveRedisConnection, Mono<ByteBuffer>> work;
    private final Function<ByteBuffer, T> read;
    private final CompletableFuture<T> answer;
    private final Disposable.Swap running = Disposables.swap();
    private volatile boolean isSent;
    private volatile boolean hasEnded;

    Command(
            ReactiveRedisConnectionFactory connections,
            Function<ReactiveRedisConnection, Mono<ByteBuffer>> work,
            Function<ByteBuffer, T> read,
            CompletableFuture<T> answer) {
        this.connections = connections;
        this.work = work;
        this.read = read;
        this.answer = answer;
        answer.whenComplete((value, thrown) -> running.dispose());
    }

    /** Gets a connection, which may block, and sends the command, which does not. */
    @Override
    public void run() {
        if (answer.isDone()) {
            return;
        }
        try {
            ReactiveRedisConnection connection = connections.getReactiveConnection();
            isSent = true;
            running.update(Mono.usingWhen(Mono.just(connection), work, ReactiveRedisConnection::closeLater)
                    .subscribe(this::succeed, this::fail, () -> fail(new IllegalStateException("Redis said nothing"))));
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    private void succeed(ByteBuffer said) {
        hasEnded = true;
        try {
            answer.complete(read.apply(said));
        } catch (RuntimeException e) {
            answer.completeExceptionally(new IllegalStateException("Redis said something else than expected", e));
        }
    }

    void fail(Throwable thrown) {
        hasEnded = true;
        answer.completeExceptionally(thrown);
    }

    boolean isSent() {
        return isSent;
    }

    /** Whether it was sent, and given up before Redis said anything. */
    boolean isUnanswered() {
        return isSent && !hasEnded;
    }
}
