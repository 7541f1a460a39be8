package io.breaker.spring;

import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.dashboard.Dashboard;
import io.breaker.spring.dashboard.DashboardControls;
import io.breaker.spring.dashboard.DashboardHints;
import io.breaker.spring.dashboard.DashboardPage;
import io.breaker.spring.dashboard.Details;
import io.breaker.spring.dashboard.Policies;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/** What the page needs in both kinds of web applications. */
@Configuration(proxyBeanMethods = false)
@ImportRuntimeHints(DashboardHints.class)
class DashboardBeans {

    @Bean
    Policies breakerDashboardPolicies(
            CircuitBreakerRegistry circuitBreakers,
            RetryRegistry retries,
            RateLimiterRegistry rateLimiters,
            TimeLimiterRegistry timeLimiters,
            BulkheadRegistry bulkheads,
            ThreadPoolBulkheadRegistry threadPools,
            ObjectProvider<FleetMembers> members,
            BreakerSettings settings) {
        return new Policies(
                circuitBreakers,
                retries,
                rateLimiters,
                timeLimiters,
                bulkheads,
                threadPools,
                FleetMembers.fleet(members),
                settings.fleet().scope());
    }

    @Bean
    Dashboard breakerDashboard(Policies policies, Environment environment) {
        String application = environment.getProperty("spring.application.name", "application");
        return new Dashboard(application, policies, Clock.systemUTC(), DashboardSwitch.CONTROLS.isOn(environment));
    }

    @Bean
    @Conditional(DashboardSwitch.Controls.class)
    DashboardControls breakerDashboardControls(CircuitBreakerRegistry circuitBreakers) {
        return new DashboardControls(circuitBreakers);
    }

    @Bean
    DashboardPage breakerDashboardPage(Policies policies, BreakerSettings settings) {
        return new DashboardPage(new Details(policies, settings));
    }
}
