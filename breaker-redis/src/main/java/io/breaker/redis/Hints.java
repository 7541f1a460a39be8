package io.breaker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.breaker.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.SubscriptionListener;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Listens to a channel for as long as it is open: subscribes again when the subscription is lost, sooner at first and later
 * each time. Drivers that do so themselves say so, too.
 */
final class Hints implements SubscriptionListener {

    private static final Logger log = LoggerFactory.getLogger(Hints.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final int MOST_DOUBLINGS = 6;

    private final ReactiveRedisConnectionFactory connections;
    private final Worker worker;
    private final byte[] channel;
    private final Consumer<String> messages;
    private final Runnable missed;
    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final Disposable.Swap subscription = Disposables.swap();
    private final Disposable.Swap retry = Disposables.swap();
    private final AtomicInteger losses = new AtomicInteger();

    /**
     * @param channel to listen to
     * @param messages gets what is said there
     * @param missed runs when something may have been said that was not heard
     */
    Hints(
            ReactiveRedisConnectionFactory connections,
            Worker worker,
            String channel,
            Consumer<String> messages,
            Runnable missed) {
        this.connections = connections;
        this.worker = worker;
        this.channel = channel.getBytes(UTF_8);
        this.messages = messages;
        this.missed = missed;
    }

    void start() {
        if (isStarted.compareAndSet(false, true)) {
            enqueue();
        }
    }

    void close() {
        retry.dispose();
        subscription.dispose();
    }

    private void enqueue() {
        try {
            worker.execute(this::listen);
        } catch (RejectedExecutionException e) {
            tryLater(e);
        }
    }

    private void listen() {
        try {
            Mono<ReactiveRedisConnection> connection = Mono.just(connections.getReactiveConnection());
            subscription.update(Flux.usingWhen(connection, this::receive, ReactiveRedisConnection::closeLater)
                    .subscribe(messages, this::tryLater, () -> tryLater(null)));
        } catch (Throwable thrown) {
            tryLater(thrown);
        }
    }

    private Flux<String> receive(ReactiveRedisConnection connection) {
        return connection
                .pubSubCommands()
                .createSubscription(this)
                .flatMapMany(heard -> heard.receive()
                        .mergeWith(heard.subscribe(ByteBuffer.wrap(channel)).then(Mono.empty()))
                        .doFinally(signal -> heard.cancel().subscribe(done -> {}, Hints::ignore)))
                .map(message -> UTF_8.decode(message.getMessage().duplicate()).toString());
    }

    /** At first, and again when a driver has found its connection again. */
    @Override
    public void onChannelSubscribed(byte[] subscribed, long count) {
        losses.set(0);
        missed.run();
    }

    private void tryLater(@Nullable Throwable lost) {
        if (subscription.isDisposed()) {
            return;
        }
        int before = losses.getAndIncrement();
        if (before == 0) {
            log.debug("No hints of other instances' changes for now: they are asked for instead", lost);
        }
        long longest = FIRST_WAIT.toNanos() << Math.min(before, MOST_DOUBLINGS);
        long wait = ThreadLocalRandom.current().nextLong(longest / 2, longest);
        Future<?> later = Timer.shared().schedule(wait, this::enqueue);
        retry.update(() -> later.cancel(false));
    }

    private static void ignore(Throwable thrown) {
        log.debug("A subscription that is lost cannot be ended", thrown);
    }
}
