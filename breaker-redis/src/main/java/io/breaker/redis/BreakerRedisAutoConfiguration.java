package io.breaker.redis;

import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.fleet.FleetStore;
import io.breaker.spring.config.AnnotatedMethods;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.FleetSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** The place where a fleet meets, on the application's connections to Redis. It is made when a breaker is in a fleet. */
@AutoConfiguration(
        afterName = {
            "io.breaker.spring.BreakerAutoConfiguration",
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration"
        })
@ConditionalOnClass(BreakerSettings.class)
@ConditionalOnBean(BreakerSettings.class)
@ConditionalOnMissingBean({FleetStore.class, CircuitBreakerFleet.class})
public final class BreakerRedisAutoConfiguration {

    private static final String STORE = "breakerRedisFleetStore";

    @Bean(STORE)
    @Lazy
    static RedisFleetStore breakerRedisFleetStore(BreakerSettings settings, ConfigurableListableBeanFactory beans) {
        FleetSettings fleet = settings.fleet();
        FleetConnection connection = FleetConnection.of(beans, fleet.connection());
        beans.registerDependentBean(connection.name(), STORE); // is destroyed after it
        return new RedisFleetStore(connection.factory(), fleet.prefix(), fleet.scope());
    }

    @Bean
    static FleetConnectionInspector breakerFleetConnectionInspector(
            BreakerSettings settings,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<AnnotatedMethods> annotatedMethods) {
        return new FleetConnectionInspector(settings, beans, annotatedMethods);
    }
}
