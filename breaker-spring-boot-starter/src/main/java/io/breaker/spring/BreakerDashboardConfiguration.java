package io.breaker.spring;

import io.breaker.spring.dashboard.Dashboard;
import io.breaker.spring.dashboard.ReactiveStream;
import io.breaker.spring.dashboard.ServletStream;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The page for operators, on the management port, if {@code breaker.dashboard.enabled} says so. */
@ManagementContextConfiguration(proxyBeanMethods = false)
@Conditional(DashboardSwitch.Enabled.class)
public final class BreakerDashboardConfiguration {

    /** With Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(name = "org.springframework.web.servlet.DispatcherServlet")
    @Import(DashboardBeans.class)
    static class Servlet {

        @Bean
        ServletStream breakerDashboardStream(Dashboard dashboard) {
            return new ServletStream(dashboard);
        }
    }

    /** With Spring WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass(name = "org.springframework.web.reactive.DispatcherHandler")
    @Import(DashboardBeans.class)
    static class Reactive {

        @Bean
        ReactiveStream breakerDashboardStream(Dashboard dashboard) {
            return new ReactiveStream(dashboard);
        }
    }
}
