package io.breaker.spring;

import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.spring.cloud.BreakerCircuitBreakerFactory;
import io.breaker.spring.cloud.BreakerReactiveCircuitBreakerFactory;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.config.UsedElsewhere;
import java.util.function.Predicate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.circuitbreaker.CircuitBreakerFactory;
import org.springframework.cloud.client.circuitbreaker.Customizer;
import org.springframework.cloud.client.circuitbreaker.ReactiveCircuitBreakerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

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
            CircuitBreakerRegistry registry,
            ObjectProvider<BreakerSettings> settings,
            ObjectProvider<Customizer<BreakerCircuitBreakerFactory>> customizers) {
        BreakerCircuitBreakerFactory factory = new BreakerCircuitBreakerFactory(registry, configured(settings));
        customizers.orderedStream().forEach(customizer -> customizer.customize(factory));
        return factory;
    }

    /** Whoever asks a factory for a breaker names it in code. */
    @Bean
    @ConditionalOnBean(BreakerCircuitBreakerFactory.class)
    static UsedElsewhere breakersOfSpringCloud() {
        return new UsedElsewhere(PolicyKind.CIRCUITBREAKER);
    }

    private static Predicate<String> configured(ObjectProvider<BreakerSettings> settings) {
        BreakerSettings known = settings.getIfAvailable();
        return known == null ? name -> false : known.instances(PolicyKind.CIRCUITBREAKER)::contains;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Flux.class)
    static class Reactive {

        @Bean
        @ConditionalOnBean(CircuitBreakerRegistry.class)
        @ConditionalOnMissingBean(ReactiveCircuitBreakerFactory.class)
        BreakerReactiveCircuitBreakerFactory breakerReactiveCircuitBreakerFactory(
                CircuitBreakerRegistry registry,
                ObjectProvider<BreakerSettings> settings,
                ObjectProvider<Customizer<BreakerReactiveCircuitBreakerFactory>> customizers) {
            BreakerReactiveCircuitBreakerFactory factory =
                    new BreakerReactiveCircuitBreakerFactory(registry, configured(settings));
            customizers.orderedStream().forEach(customizer -> customizer.customize(factory));
            return factory;
        }

        @Bean
        @ConditionalOnBean(BreakerReactiveCircuitBreakerFactory.class)
        static UsedElsewhere reactiveBreakersOfSpringCloud() {
            return new UsedElsewhere(PolicyKind.CIRCUITBREAKER);
        }
    }
}
