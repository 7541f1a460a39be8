package io.breaker.spring;

import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.spring.cloud.BreakerCircuitBreakerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.circuitbreaker.CircuitBreakerFactory;
import org.springframework.cloud.client.circuitbreaker.Customizer;
import org.springframework.context.annotation.Bean;

/** The circuit breakers that Spring Cloud asks for, if its commons are there: before it looks for somebody who has some. */
@AutoConfiguration(
        afterName = "io.breaker.spring.BreakerAutoConfiguration",
        beforeName = "org.springframework.cloud.client.CommonsClientAutoConfiguration")
@ConditionalOnClass(CircuitBreakerFactory.class)
public final class BreakerSpringCloudAutoConfiguration {

    @Bean
    @ConditionalOnBean(CircuitBreakerRegistry.class)
    @ConditionalOnMissingBean(CircuitBreakerFactory.class)
    BreakerCircuitBreakerFactory breakerCircuitBreakerFactory(
            CircuitBreakerRegistry registry, ObjectProvider<Customizer<BreakerCircuitBreakerFactory>> customizers) {
        BreakerCircuitBreakerFactory factory = new BreakerCircuitBreakerFactory(registry);
        customizers.orderedStream().forEach(customizer -> customizer.customize(factory));
        return factory;
    }
}
