package io.breaker.redis;

import io.breaker.fleet.FleetStore;
import io.breaker.fleet.FleetStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

class RedisFleetStoreContractTest extends FleetStoreContract {

    private static final Redis redis = Redis.start();
    private static final LettuceConnectionFactory connections = Clients.lettuce(redis.port());

    private final TestClock clock = new TestClock(redis);
    private final RedisFleetStore store = new RedisFleetStore(connections, "test", "", clock.script());

    @AfterAll
    static void stop() {
        connections.destroy();
        redis.close();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected FleetStore store() {
        return store;
    }

    @Override
    protected void advance(Duration by) {
        clock.advance(by.toMillis());
    }
}
