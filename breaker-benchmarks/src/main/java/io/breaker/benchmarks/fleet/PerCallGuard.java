package io.breaker.benchmarks.fleet;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The yardstick: a breaker that asks Redis before each call and tells it after each, and keeps nothing itself. One object
 * stands for all instances, as they all know the same. It lets calls through when Redis fails.
 */
final class PerCallGuard implements Guard {

    private final PerCallScript script;
    private final AtomicLong failures = new AtomicLong();
    private volatile State state = State.CLOSED;

    PerCallGuard(RedisConnectionFactory connections, String key, CircuitBreakerConfig config) {
        this.script = new PerCallScript(connections, key, config);
    }

    @Override
    public @Nullable Ticket begin() {
        PerCallScript.Answer answer;
        try {
            answer = script.ask();
        } catch (DataAccessException unreachable) {
            failures.incrementAndGet();
            return new AskedTicket(-1, false);
        }
        state = answer.state();
        return answer.go() ? new AskedTicket(answer.epoch(), answer.state() == State.HALF_OPEN) : null;
    }

    private final class AskedTicket implements Ticket {

        private final long epoch;
        private final boolean probe;

        AskedTicket(long epoch, boolean probe) {
            this.epoch = epoch;
            this.probe = probe;
        }

        @Override
        public boolean isProbe() {
            return probe;
        }

        @Override
        public void settle(boolean failed) {
            try {
                state = script.settle(epoch, failed).state();
            } catch (DataAccessException unreachable) {
                failures.incrementAndGet();
            }
        }
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public long failedExchanges() {
        return failures.get();
    }

    @Override
    public void close() {} // the connections are somebody else's
}
