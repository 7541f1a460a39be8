package io.breaker.redis;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

class LettuceFailureTest extends FailureContract {

    @Override
    protected Connected connect(int port, String password) {
        RedisStandaloneConfiguration server = new RedisStandaloneConfiguration("127.0.0.1", port);
        if (!password.isEmpty()) {
            server.setPassword(password);
        }
        LettuceConnectionFactory connections = Clients.lettuce(server);
        return new Connected(connections, connections::destroy);
    }
}
