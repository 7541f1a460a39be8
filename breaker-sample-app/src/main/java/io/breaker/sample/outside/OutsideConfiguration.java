package io.breaker.sample.outside;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import redis.embedded.core.ExecutableProvider;

/** Starts the servers that the user did not configure. The beans' names are the faults' names. */
@Configuration(proxyBeanMethods = false)
class OutsideConfiguration {

    private static final Set<String> OUTSIDE_REDIS =
            Set.of("url", "host", "port", "cluster", "sentinel", "masterreplica");

    @Bean
    BreakableRedis redis(Environment environment) throws IOException {
        boolean embedded = Binder.get(environment)
                .bind("spring.data.redis", Bindable.mapOf(String.class, Object.class))
                .map(properties -> properties.keySet().stream().noneMatch(OUTSIDE_REDIS::contains))
                .orElse(true);
        return new BreakableRedis(embedded ? executable(environment.getProperty("embedded.redis.executable")) : null);
    }

    @Bean
    static BeanPostProcessor redisThroughProxy(ObjectProvider<BreakableRedis> redis, Environment environment) {
        return new RedisThroughProxy(redis, environment);
    }

    @Bean
    @ConditionalOnExpression("'${payment.url:}'.isEmpty()")
    BreakablePayment payment() throws IOException {
        return new BreakablePayment(Duration.ZERO);
    }

    @Bean
    PaymentAddress paymentAddress(@Value("${payment.url:}") String url, ObjectProvider<BreakablePayment> payment) {
        return url.isEmpty() ? payment.getObject().address() : new PaymentAddress(URI.create(url));
    }

    /** @param path of a redis-server; null for the one in the box */
    static File executable(@Nullable String path) throws IOException {
        return path == null ? ExecutableProvider.newJarResourceProvider().get() : new File(path);
    }
}
