package io.breaker.sample.outside;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.core.env.Environment;

/** Leads the application's Redis connections through the proxy, to the server the user configured or to our own. */
final class RedisThroughProxy implements BeanPostProcessor {

    private final ObjectProvider<BreakableRedis> redis;
    private final Environment environment;

    RedisThroughProxy(ObjectProvider<BreakableRedis> redis, Environment environment) {
        this.redis = redis;
        this.environment = environment;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataRedisConnectionDetails details ? throughProxy(details) : bean;
    }

    private DataRedisConnectionDetails throughProxy(DataRedisConnectionDetails details) {
        BreakableRedis server = redis.getObject();
        DataRedisConnectionDetails.Standalone target = details.getStandalone();
        if (target == null || !(server.isEmbedded() || isPlainStandalone(details))) {
            return details;
        }
        server.standBefore(target.getHost(), target.getPort());
        return new Details(details.getUsername(), details.getPassword(), server.address(), target.getDatabase());
    }

    private boolean isPlainStandalone(DataRedisConnectionDetails details) {
        return details.getCluster() == null
                && details.getSentinel() == null
                && details.getMasterReplica() == null
                && details.getSslBundle() == null
                && !environment.getProperty("spring.data.redis.url", "").startsWith("rediss:");
    }

    private record Details(
            @Nullable String username, @Nullable String password, InetSocketAddress address, int database)
            implements DataRedisConnectionDetails {

        @Override
        public @Nullable String getUsername() {
            return username;
        }

        @Override
        public @Nullable String getPassword() {
            return password;
        }

        @Override
        public Standalone getStandalone() {
            return Standalone.of(address.getHostString(), address.getPort(), database);
        }
    }
}
