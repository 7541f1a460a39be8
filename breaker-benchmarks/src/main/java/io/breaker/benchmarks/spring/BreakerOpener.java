package io.breaker.benchmarks.spring;

import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the one breaker that is to be open. */
@Configuration(proxyBeanMethods = false)
class BreakerOpener {
    @Bean
    ApplicationRunner opener(CircuitBreakerRegistry registry) {
        return arguments -> registry.circuitBreaker(GuardedBean.OPEN).open();
    }
}
