package io.breaker.redis;

import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.spring.data.connection.RedissonConnectionFactory;

class RedissonFailureTest extends FailureContract {

    @Override
    protected Connected connect(int port, String password) {
        Config config = Clients.redissonConfig(port);
        if (!password.isEmpty()) {
            config.setPassword(password);
        }
        RedissonClient client = Redisson.create(config);
        return new Connected(new RedissonConnectionFactory(client), client::shutdown);
    }
}
