package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.spring.actuate.BulkheadEventsEndpoint;
import io.breaker.spring.actuate.BulkheadsEndpoint;
import io.breaker.spring.actuate.CircuitBreakerEventsEndpoint;
import io.breaker.spring.actuate.CircuitBreakersEndpoint;
import io.breaker.spring.actuate.CircuitBreakersHealthIndicator;
import io.breaker.spring.actuate.RateLimiterEventsEndpoint;
import io.breaker.spring.actuate.RateLimitersEndpoint;
import io.breaker.spring.actuate.RateLimitersHealthIndicator;
import io.breaker.spring.actuate.RetriesEndpoint;
import io.breaker.spring.actuate.RetryEventsEndpoint;
import io.breaker.spring.actuate.TimeLimiterEventsEndpoint;
import io.breaker.spring.actuate.TimeLimitersEndpoint;
import io.breaker.spring.metrics.BulkheadMetrics;
import io.breaker.spring.metrics.CircuitBreakerMetrics;
import io.breaker.spring.metrics.RateLimiterMetrics;
import io.breaker.spring.metrics.RetryMetrics;
import io.breaker.spring.metrics.ThreadPoolBulkheadMetrics;
import io.breaker.spring.metrics.TimeLimiterMetrics;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class BreakerActuatorAutoConfigurationTest {

    private static final AutoConfigurations OURS = AutoConfigurations.of(
            BreakerHealthAutoConfiguration.class,
            BreakerEndpointAutoConfiguration.class,
            BreakerMetricsAutoConfiguration.class,
            EndpointAutoConfiguration.class,
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class);

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(OURS).withUserConfiguration(ActuatorTestBeans.class);

    @Test
    void webApplicationsHaveEverythingThatIsExposed() {
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withUserConfiguration(ActuatorTestBeans.class)
                .withPropertyValues("management.endpoints.web.exposure.include=*")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("circuitBreakersHealthIndicator")
                        .hasSingleBean(CircuitBreakersEndpoint.class)
                        .hasSingleBean(CircuitBreakerEventsEndpoint.class)
                        .hasSingleBean(RetriesEndpoint.class)
                        .hasBean("rateLimitersHealthIndicator")
                        .hasSingleBean(BulkheadsEndpoint.class)
                        .hasSingleBean(RateLimitersEndpoint.class)
                        .hasSingleBean(TimeLimitersEndpoint.class)
                        .hasSingleBean(RetryEventsEndpoint.class)
                        .hasSingleBean(BulkheadEventsEndpoint.class)
                        .hasSingleBean(RateLimiterEventsEndpoint.class)
                        .hasSingleBean(TimeLimiterEventsEndpoint.class)
                        .hasSingleBean(CircuitBreakerMetrics.class)
                        .hasSingleBean(RetryMetrics.class)
                        .hasSingleBean(BulkheadMetrics.class)
                        .hasSingleBean(ThreadPoolBulkheadMetrics.class)
                        .hasSingleBean(RateLimiterMetrics.class)
                        .hasSingleBean(TimeLimiterMetrics.class));
    }

    @Test
    void endpointsThatAreNotExposedDoNotExist() {
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withUserConfiguration(ActuatorTestBeans.class)
                .withPropertyValues("management.endpoints.web.exposure.include=health,circuitbreakers")
                .run(context -> assertThat(context)
                        .hasSingleBean(CircuitBreakersEndpoint.class)
                        .doesNotHaveBean(CircuitBreakerEventsEndpoint.class)
                        .doesNotHaveBean(RetriesEndpoint.class)
                        .doesNotHaveBean(BulkheadsEndpoint.class)
                        .doesNotHaveBean(RateLimitersEndpoint.class)
                        .doesNotHaveBean(TimeLimitersEndpoint.class)
                        .doesNotHaveBean(RetryEventsEndpoint.class)
                        .doesNotHaveBean(BulkheadEventsEndpoint.class)
                        .doesNotHaveBean(RateLimiterEventsEndpoint.class)
                        .doesNotHaveBean(TimeLimiterEventsEndpoint.class));
    }

    @Test
    void endpointsWithoutAccessDoNotExist() {
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withUserConfiguration(ActuatorTestBeans.class)
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.circuitbreakers.access=NONE")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(CircuitBreakersEndpoint.class)
                        .hasSingleBean(RetriesEndpoint.class));
    }

    @Test
    void applicationsWithoutWebHaveHealthAndMeters() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .hasBean("circuitBreakersHealthIndicator")
                .hasSingleBean(CircuitBreakerMetrics.class)
                .doesNotHaveBean(CircuitBreakersEndpoint.class));
    }

    @Test
    void endpointsWorkOverJmxWithoutWeb() {
        runner.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=*")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(CircuitBreakersEndpoint.class));
    }

    @Test
    void healthCanBeSwitchedOff() {
        runner.withPropertyValues("management.health.circuitbreakers.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("circuitBreakersHealthIndicator"));
        runner.withPropertyValues(
                        "management.health.defaults.enabled=false", "management.health.circuitbreakers.enabled=true")
                .run(context -> assertThat(context).hasBean("circuitBreakersHealthIndicator"));
    }

    @Test
    void healthOfRateLimitersCanBeSwitchedOffByItself() {
        runner.withPropertyValues("management.health.ratelimiters.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean("rateLimitersHealthIndicator")
                        .hasBean("circuitBreakersHealthIndicator"));
        runner.withPropertyValues(
                        "management.health.defaults.enabled=false", "management.health.ratelimiters.enabled=true")
                .run(context -> assertThat(context).hasBean("rateLimitersHealthIndicator"));
    }

    @Test
    void usersReplaceTheHealthIndicator() {
        runner.withUserConfiguration(OwnHealth.class)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(CircuitBreakersHealthIndicator.class)
                        .hasBean("circuitBreakersHealthIndicator"));
    }

    @Test
    void nothingIsThereWithoutRegistries() {
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(CircuitBreakersHealthIndicator.class)
                        .doesNotHaveBean(RateLimitersHealthIndicator.class)
                        .doesNotHaveBean(CircuitBreakerMetrics.class)
                        .doesNotHaveBean(RetryMetrics.class));
    }

    @Test
    void startsWithoutActuatorAndHealth() {
        bare("org.springframework.boot.actuate", "org.springframework.boot.health")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("circuitBreakersHealthIndicator")
                        .hasSingleBean(CircuitBreakerMetrics.class));
    }

    @Test
    void startsWithoutMicrometer() {
        bare("io.micrometer", "org.springframework.boot.micrometer")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("circuitBreakersHealthIndicator")
                        .doesNotHaveBean("circuitBreakerMetrics"));
    }

    @Test
    void startsWithNothingButItself() {
        bare(
                        "io.micrometer",
                        "org.springframework.boot.micrometer",
                        "org.springframework.boot.actuate",
                        "org.springframework.boot.health")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("circuitBreakersHealthIndicator")
                        .doesNotHaveBean("circuitBreakerMetrics"));
    }

    private static ApplicationContextRunner bare(String... missing) {
        return new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader(missing))
                .withConfiguration(AutoConfigurations.of(
                        BreakerHealthAutoConfiguration.class,
                        BreakerEndpointAutoConfiguration.class,
                        BreakerMetricsAutoConfiguration.class))
                .withUserConfiguration(ActuatorTestBeans.class);
    }

    /** The user's own indicator. */
    @Configuration(proxyBeanMethods = false)
    public static class OwnHealth {
        @Bean
        HealthIndicator circuitBreakersHealthIndicator() {
            return () -> Health.unknown().build();
        }
    }
}
