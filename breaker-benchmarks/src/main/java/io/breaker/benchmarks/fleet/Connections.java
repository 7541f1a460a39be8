package io.breaker.benchmarks.fleet;

import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Applications' connections to Redis. They share the driver's threads, as there are more instances here than processors. */
final class Connections implements AutoCloseable {

    private final int port;
    private final ClientResources resources = ClientResources.create();
    private final List<LettuceConnectionFactory> factories = new ArrayList<>();

    Connections(int port) {
        this.port = port;
    }

    LettuceConnectionFactory create() {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(
                new RedisStandaloneConfiguration("127.0.0.1", port),
                LettuceClientConfiguration.builder()
                        .clientResources(resources)
                        .commandTimeout(Duration.ofSeconds(2))
                        .shutdownTimeout(Duration.ZERO)
                        .shutdownQuietPeriod(Duration.ZERO)
                        .build());
        factory.afterPropertiesSet();
        factory.start();
        factories.add(factory);
        return factory;
    }

    @Override
    public void close() {
        factories.forEach(LettuceConnectionFactory::destroy);
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
    }
}
