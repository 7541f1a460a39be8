package io.breaker.sample.outside;

import java.io.File;
import java.io.IOException;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
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
        return new BreakableRedis(embedded ? executable(environment) : null);
    }

    @Bean
    static BeanPostProcessor redisThroughProxy(ObjectProvider<BreakableRedis> redis, Environment environment) {
        return new RedisThroughProxy(redis, environment);
    }

    @Bean
    BreakablePayment payment() throws IOException {
        return new BreakablePayment();
    }

    @Bean
    PaymentAddress paymentAddress(BreakablePayment payment) {
        return payment.address();
    }

    private static File executable(Environment environment) throws IOException {
        String path = environment.getProperty("embedded.redis.executable");
        return path == null ? ExecutableProvider.newJarResourceProvider().get() : new File(path);
    }
}
