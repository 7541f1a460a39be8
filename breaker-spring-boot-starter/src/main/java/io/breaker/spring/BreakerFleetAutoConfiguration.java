package io.breaker.spring;

import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.fleet.FleetStore;
import io.breaker.spring.config.BreakerSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * One breaker for the whole fleet, if there is a place where its instances meet, or a fleet of the application's own. It is
 * made when a breaker asks for it.
 */
@AutoConfiguration(
        afterName = {"io.breaker.spring.BreakerAutoConfiguration", "io.breaker.redis.BreakerRedisAutoConfiguration"})
@ConditionalOnBean(BreakerSettings.class)
public final class BreakerFleetAutoConfiguration {

    @Bean
    @Lazy
    @ConditionalOnBean(FleetStore.class)
    @ConditionalOnMissingBean
    static CircuitBreakerFleet breakerFleet(FleetStore store, BreakerSettings settings) {
        return CircuitBreakerFleet.of(store, settings.fleet().config());
    }

    @Bean
    @ConditionalOnBean(CircuitBreakerFleet.class) // after the one above, which may be it
    @ConditionalOnMissingBean
    static FleetMembers breakerFleetMembers(
            CircuitBreakerRegistry registry, BreakerSettings settings, ObjectProvider<CircuitBreakerFleet> fleet) {
        return new FleetMembers(registry, settings, fleet);
    }
}
