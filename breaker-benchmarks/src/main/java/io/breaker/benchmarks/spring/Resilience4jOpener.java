package io.breaker.benchmarks.spring;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the one breaker that is to be open. */
@Configuration(proxyBeanMethods = false)
class Resilience4jOpener {
    @Bean
    ApplicationRunner opener(CircuitBreakerRegistry registry) {
        return arguments -> registry.circuitBreaker(GuardedBean.OPEN).transitionToOpenState();
    }
}
