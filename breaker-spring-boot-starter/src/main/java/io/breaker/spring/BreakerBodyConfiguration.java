package io.breaker.spring;

import io.breaker.spring.actuate.CircuitBreakersEndpoint;
import io.breaker.spring.actuate.UnreadableBody;
import io.breaker.spring.actuate.UnreadableReactiveBody;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Answers on the management port to bodies that are no JSON. */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnAvailableEndpoint(endpoint = CircuitBreakersEndpoint.class)
public final class BreakerBodyConfiguration {

    /** With Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(name = "org.springframework.web.servlet.DispatcherServlet")
    static class Servlet {

        @Bean
        static UnreadableBody breakerUnreadableBody() {
            return new UnreadableBody();
        }
    }

    /** With Spring WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass(name = "org.springframework.web.reactive.DispatcherHandler")
    static class Reactive {

        @Bean
        static UnreadableReactiveBody breakerUnreadableBody() {
            return new UnreadableReactiveBody();
        }
    }
}
