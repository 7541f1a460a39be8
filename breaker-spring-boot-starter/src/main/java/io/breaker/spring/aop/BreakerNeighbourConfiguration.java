package io.breaker.spring.aop;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Declares what looks at other libraries' annotations beside ours. */
@Configuration(proxyBeanMethods = false)
public final class BreakerNeighbourConfiguration {

    @Bean
    static SpringRetries breakerSpringRetries(ConfigurableListableBeanFactory beans, Guards guards, Policies policies) {
        return new SpringRetries(beans, guards, policies);
    }
}
