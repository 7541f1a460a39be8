package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.metrics.CircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class BreakerMetricsAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BreakerMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withUserConfiguration(ActuatorTestBeans.class);

    @Test
    void metersReachTheRegistryOfTheApplication() {
        runner.withBean(SimpleMeterRegistry.class).run(context -> {
            context.getBean(CircuitBreakerRegistry.class)
                    .circuitBreaker("redis")
                    .forceOpen();
            assertThat(forcedOpen(context.getBean(MeterRegistry.class))).isEqualTo(1);
        });
    }

    @Test
    void metersReachEachOfSeveralRegistriesOnce() {
        runner.withBean("first", SimpleMeterRegistry.class)
                .withBean("second", SimpleMeterRegistry.class)
                .run(context -> {
                    context.getBean(CircuitBreakerRegistry.class)
                            .circuitBreaker("redis")
                            .call(() -> 1);
                    context.getBean(CircuitBreakerRegistry.class)
                            .circuitBreaker("redis")
                            .forceOpen();
                    for (String name : new String[] {"first", "second"}) {
                        MeterRegistry meters = context.getBean(name, MeterRegistry.class);
                        assertThat(forcedOpen(meters)).isEqualTo(1);
                        assertThat(meters.get("breaker.circuitbreaker.calls")
                                        .tag("kind", "successful")
                                        .timer()
                                        .count())
                                .isEqualTo(1);
                    }
                });
    }

    @Test
    void metersFollowTheSettings() {
        BreakerSettings settings = mock(BreakerSettings.class);
        when(settings.metricsPrefix()).thenReturn("resilience4j");
        when(settings.metricsEnabled(PolicyKind.CIRCUITBREAKER)).thenReturn(true);
        runner.withAllowBeanDefinitionOverriding(true)
                .withBean(SimpleMeterRegistry.class)
                .withBean("breakerSettings", BreakerSettings.class, () -> settings)
                .withUserConfiguration(RetryInUse.class)
                .run(context -> {
                    context.getBean(CircuitBreakerRegistry.class).circuitBreaker("redis");
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.find("resilience4j.circuitbreaker.state").gauges())
                            .hasSize(6);
                    assertThat(meters.getMeters())
                            .noneMatch(meter -> meter.getId().getName().contains(".retry."));
                });
    }

    @Test
    void listenersGoWithTheContext() {
        CircuitBreakerRegistry registry = new ActuatorTestBeans().circuitBreakerRegistry();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        CircuitBreakerMetrics[] bound = new CircuitBreakerMetrics[1];
        runner.withAllowBeanDefinitionOverriding(true)
                .withBean("circuitBreakerRegistry", CircuitBreakerRegistry.class, () -> registry)
                .run(context -> {
                    bound[0] = context.getBean(CircuitBreakerMetrics.class);
                    bound[0].bindTo(meters);
                    context.getBean(CircuitBreakerRegistry.class).circuitBreaker("redis");
                    assertThat(meters.getMeters()).isNotEmpty();
                });

        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void usersReplaceTheBinders() {
        runner.withBean(
                        "own",
                        CircuitBreakerMetrics.class,
                        () -> new CircuitBreakerMetrics(new ActuatorTestBeans().circuitBreakerRegistry(), "own"))
                .run(context -> assertThat(context)
                        .hasSingleBean(CircuitBreakerMetrics.class)
                        .hasBean("own"));
    }

    private static double forcedOpen(MeterRegistry meters) {
        return meters.get("breaker.circuitbreaker.state")
                .tags("name", "redis", "state", "forced_open")
                .gauge()
                .value();
    }

    /** Has a retry, so that there would be something to meter. */
    @Configuration(proxyBeanMethods = false)
    public static class RetryInUse {
        @Bean
        Object retryInUse(RetryRegistry registry) {
            return registry.retry("redis");
        }
    }
}
