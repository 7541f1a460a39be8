package io.breaker.benchmarks.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

/** The script of the breaker that is asked for each call. The caller waits for each answer. */
final class PerCallScript {

    private static final State[] PHASES = {State.CLOSED, State.OPEN, State.HALF_OPEN};

    private final RedisConnectionFactory connections;
    private final String key;
    private final List<String> settings;
    private final String hash;

    /** What the script says. */
    record Answer(long epoch, State state, boolean go) {}

    PerCallScript(RedisConnectionFactory connections, String key, CircuitBreakerConfig config) {
        this.connections = connections;
        this.key = key;
        this.settings = List.of(
                Integer.toString(config.slidingWindowSize()),
                Integer.toString(config.minimumNumberOfCalls()),
                Double.toString(config.failureRateThreshold()),
                Long.toString(config.waitDurationInOpenState().toMillis()),
                Integer.toString(config.permittedNumberOfCallsInHalfOpenState()));
        try (RedisConnection connection = connections.getConnection()) {
            this.hash = Objects.requireNonNull(connection.scriptingCommands().scriptLoad(text()));
        }
    }

    private static byte[] text() {
        try (InputStream in = Objects.requireNonNull(PerCallScript.class.getResourceAsStream("per-call.lua"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer ask() {
        return run(Stream.concat(Stream.of(key, "ask"), settings.stream()));
    }

    Answer settle(long epoch, boolean failed) {
        Stream<String> outcome = Stream.of(Long.toString(epoch), failed ? "1" : "0");
        return run(Stream.concat(Stream.concat(Stream.of(key, "settle"), settings.stream()), outcome));
    }

    private Answer run(Stream<String> words) {
        byte[][] arguments = words.map(word -> word.getBytes(UTF_8)).toArray(byte[][]::new);
        try (RedisConnection connection = connections.getConnection()) {
            List<?> said = Objects.requireNonNull(
                    connection.scriptingCommands().<List<?>>evalSha(hash, ReturnType.MULTI, 1, arguments));
            return new Answer(number(said, 0), PHASES[(int) number(said, 1)], number(said, 2) == 1);
        }
    }

    private static long number(List<?> said, int index) {
        return (Long) Objects.requireNonNull(said.get(index));
    }
}
