package io.breaker.sample;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** What Lettuce needs beside its time-outs to be a good neighbour of a circuit breaker. */
@Configuration(proxyBeanMethods = false)
class RedisClientConfiguration {

    private static final Logger log = LoggerFactory.getLogger(RedisClientConfiguration.class);

    /** By default commands queue up while there is no connection, and every one of them waits for its time-out. */
    @Bean
    LettuceClientOptionsBuilderCustomizer failFastWithoutConnection() {
        return options -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
    }

    /**
     * By default the first caller connects while all others wait for it. A Redis that hangs from the start would cost them the
     * sum of each other's time-outs; so connect before the first of them comes.
     */
    @Bean
    SmartInitializingSingleton connectEarly(RedisConnectionFactory reads, ReactiveRedisConnectionFactory writes) {
        return () -> {
            try {
                reads.getConnection().close();
                writes.getReactiveConnection().close();
            } catch (RedisConnectionFailureException e) {
                log.warn("Redis does not answer yet", e);
            }
        };
    }

    /** By default the pause between two attempts to connect grows to half a minute. */
    @Bean
    ClientResourcesBuilderCustomizer reconnectQuickly() {
        return resources -> resources.reconnectDelay(Delay.constant(Duration.ofMillis(150)));
    }
}
