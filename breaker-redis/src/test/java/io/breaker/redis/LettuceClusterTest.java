package io.breaker.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

class LettuceClusterTest extends ClusterContract {

    private @Nullable LettuceConnectionFactory connections;

    @Override
    protected ReactiveRedisConnectionFactory connect(int port) {
        LettuceConnectionFactory made = Clients.lettuce(new RedisClusterConfiguration(List.of("127.0.0.1:" + port)));
        connections = made;
        return made;
    }

    @Override
    protected void disconnect() {
        if (connections != null) {
            connections.destroy();
        }
    }
}
