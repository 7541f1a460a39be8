package io.breaker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.breaker.EventPublisher;
import io.breaker.Subscription;
import io.breaker.TimeSource;
import io.breaker.fleet.FleetReport;
import io.breaker.fleet.FleetStore;
import io.breaker.fleet.FleetView;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

/**
 * A fleet's meeting place in Redis 6.2 or later, or Valkey, alone, with replicas or as a cluster. Each exchange is one run of
 * one script, on the server that has the breaker's two keys; the clock is that server's. All keys expire when the fleet is gone.
 *
 * <p>No method blocks. Connections are the application's, and so are their time-outs; they are asked for by one daemon thread,
 * as drivers may connect right there. While a server does not answer, one small question per breaker waits there, and exchanges
 * fail at once.
 *
 * <p>Hints come by publish and subscribe. Where that is not allowed there are none, and all else works.
 */
public final class RedisFleetStore implements FleetStore {

    private static final Logger log = LoggerFactory.getLogger(RedisFleetStore.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_BREAKERS = 10_000;

    private final ReactiveRedisConnectionFactory connections;
    private final Names names;
    private final Script script;
    private final Worker worker = new Worker(TimeSource.precise(), PATIENCE);
    private final Silence silence = new Silence();
    private final EventPublisher<String> listeners = new EventPublisher<>("the fleet store in Redis");
    private final Hints hints;
    private final Set<String> breakers = ConcurrentHashMap.newKeySet();
    private final Set<Command<?>> unanswered = ConcurrentHashMap.newKeySet();

    /**
     * Makes a store. It connects when it is first asked.
     *
     * @param connections where to get connections; they stay the application's
     * @param prefix what all keys and the channel begin with, such as {@code breaker}; without braces, percent signs, white
     *     space or control characters
     * @param scope whose breakers these are, such as the service's name; at most 200 characters; empty if all services with
     *     this prefix are one fleet
     * @throws IllegalArgumentException if a name is none
     */
    public RedisFleetStore(ReactiveRedisConnectionFactory connections, String prefix, String scope) {
        this(connections, prefix, scope, Script.fleet());
    }

    /** With a script whose clock is another. */
    RedisFleetStore(ReactiveRedisConnectionFactory connections, String prefix, String scope, Script script) {
        this.connections = connections;
        this.names = new Names(prefix, scope);
        this.script = script;
        this.hints = new Hints(connections, worker, names.channel(), this::hear, this::hintAll);
    }

    @Override
    public CompletableFuture<FleetView> exchange(FleetReport report) {
        if (breakers.size() < MOST_BREAKERS) {
            breakers.add(report.breaker());
        }
        CompletableFuture<FleetView> answer =
                run(report.breaker(), () -> Arguments.exchange(names, report), Answer::read);
        answer.whenComplete((view, thrown) -> {
            // Later: the first answer should not wait for a second connection.
            if (view != null && listeners.isWanted(String.class)) {
                hints.start();
            }
        });
        return answer;
    }

    @Override
    @SuppressWarnings("NullAway") // there is no Void but null
    public CompletableFuture<Void> leave(String breaker, String instance) {
        breakers.remove(breaker);
        return run(breaker, () -> Arguments.leave(names, breaker, instance), nothing -> null);
    }

    /** Hints come after the first answered exchange. */
    @Override
    public Subscription subscribe(Consumer<String> listener) {
        return listeners.subscribe(String.class, listener);
    }

    /** Ends the store's thread, its subscription and what it waits for. The connections' factory is not touched. */
    @Override
    public void close() {
        hints.close();
        worker.close();
        silence.close();
        unanswered.forEach(command -> command.fail(closed()));
    }

    /** {@return how many commands wait for Redis now, questions whether it is there among them} */
    int waiting() {
        return unanswered.size();
    }

    private <T extends @Nullable Object> CompletableFuture<T> run(
            String breaker, Supplier<List<String>> arguments, Function<ByteBuffer, T> read) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            List<String> all = arguments.get();
            if (silence.isAround(breaker)) {
                throw new IllegalStateException("Redis has not answered the last command about " + breaker + " yet");
            }
            Command<T> command = new Command<>(connections, connection -> script.run(connection, all), read, answer);
            send(command, answer);
            answer.whenComplete((value, thrown) -> {
                if (command.isUnanswered()) {
                    silence.breakWith(breaker, question -> askAnything(breaker, question));
                }
            });
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private <T extends @Nullable Object> void send(Command<T> command, CompletableFuture<T> answer) {
        unanswered.add(command);
        answer.whenComplete((value, thrown) -> {
            unanswered.remove(command);
            if (!command.isSent()) {
                worker.remove(command);
            }
        });
        worker.execute(command);
    }

    /** Whatever is said to that, even that it is not allowed, comes from a server that answers. */
    private void askAnything(String breaker, CompletableFuture<Boolean> question) {
        ByteBuffer key = ByteBuffer.wrap(names.state(breaker).getBytes(UTF_8));
        ByteBuffer field = ByteBuffer.wrap("e".getBytes(UTF_8));
        send(
                new Command<>(
                        connections,
                        connection -> connection
                                .hashCommands()
                                .hMGet(key, List.of(field))
                                .thenReturn(key),
                        said -> true,
                        question),
                question);
    }

    private void hear(String message) {
        try {
            if (names.isOurs(message)) {
                listeners.publish(names.breaker(message));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            log.debug("{} is no breaker of ours", message, e);
        }
    }

    private void hintAll() {
        breakers.forEach(listeners::publish);
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("The fleet's store in Redis is closed");
    }
}
