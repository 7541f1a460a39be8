package io.breaker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** A clock that tests move, in place of a server's. */
final class TestClock {

    /** As in-memory stores begin. */
    private static final long START_MILLIS = 1L << 40;

    private static final String LINE = "local now = clock()";

    private final Redis redis;
    private long now = START_MILLIS;

    TestClock(Redis redis) {
        this.redis = redis;
        set();
    }

    /** The script as it is but for the one line that reads the time. */
    Script script() {
        String text = text();
        if (!text.contains(LINE)) {
            throw new AssertionError("fleet.lua reads the time in another line");
        }
        return new Script(text.replace(LINE, "local now = tonumber(redis.call('GET', 'test-clock'))"));
    }

    static String text() {
        try (var in = Objects.requireNonNull(Script.class.getResourceAsStream("fleet.lua"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void advance(long millis) {
        now += millis;
        set();
    }

    long millis() {
        return now;
    }

    private void set() {
        redis.say("SET", "test-clock", Long.toString(now));
    }
}
