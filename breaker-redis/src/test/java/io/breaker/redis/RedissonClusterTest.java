package io.breaker.redis;

import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.spring.data.connection.RedissonConnectionFactory;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

class RedissonClusterTest extends ClusterContract {

    private @Nullable RedissonClient client;

    @Override
    protected ReactiveRedisConnectionFactory connect(int port) {
        Config config = new Config();
        config.useClusterServers()
                .addNodeAddress("redis://127.0.0.1:" + port)
                .setCheckSlotsCoverage(false)
                .setScanInterval(500)
                .setTimeout(1_000)
                .setMasterConnectionMinimumIdleSize(1)
                .setSlaveConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1);
        RedissonClient made = Redisson.create(config);
        client = made;
        return new RedissonConnectionFactory(made);
    }

    @Override
    protected void disconnect() {
        if (client != null) {
            client.shutdown();
        }
    }
}
