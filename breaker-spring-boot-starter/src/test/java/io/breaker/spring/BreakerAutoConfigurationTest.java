package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.TimeSource;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.config.StartupCheck;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.metrics.StartupStep;

class BreakerAutoConfigurationTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BreakerAutoConfiguration.class));

    @Test
    void makesAllConfiguredInstancesAtOnce() {
        application
                .withPropertyValues(
                        "breaker.circuitbreaker.instances.redis.failure-rate-threshold=10",
                        "breaker.retry.instances.redis.max-attempts=2",
                        "breaker.retry.instances.payment.max-attempts=5")
                .run(context -> {
                    assertThat(context.getBean(CircuitBreakerRegistry.class).all())
                            .singleElement()
                            .satisfies(breaker -> assertThat(breaker.config().failureRateThreshold())
                                    .isEqualTo(10));
                    assertThat(context.getBean(RetryRegistry.class).all())
                            .extracting(Retry::name)
                            .containsExactlyInAnyOrder("redis", "payment");
                });
    }

    @Test
    void startsWithoutAnyConfiguration() {
        application.run(context -> {
            assertThat(context).hasSingleBean(StartupCheck.class);
            assertThat(context.getBean(CircuitBreakerRegistry.class).all()).isEmpty();
            assertThat(context.getBean(BreakerSettings.class).timeSource()).isSameAs(TimeSource.precise());
            assertThat(context.getBean(BreakerSettings.class).metricsPrefix()).isEqualTo("breaker");
            assertThat(context.getBean(BreakerSettings.class).metricsEnabled(PolicyKind.RETRY))
                    .isTrue();
        });
    }

    /** Spring would try each of them, fail and forget that, in vain and for milliseconds. */
    @Test
    void noAdvisorIsTriedWhileWhatItNeedsIsMade() {
        BufferingApplicationStartup startup = new BufferingApplicationStartup(10_000);
        application
                .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
                .withInitializer(context -> context.setApplicationStartup(startup))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(startup.getBufferedTimeline().getEvents())
                            .map(event -> tags(event.getStartupStep()))
                            .filteredOn(tags -> tags.containsKey("beanName"))
                            .isNotEmpty()
                            .noneMatch(tags -> tags.containsKey("exception"));
                });
    }

    private static Map<String, String> tags(StartupStep step) {
        Map<String, String> tags = new HashMap<>();
        step.getTags().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return tags;
    }

    @Test
    void readsWhatConcernsAllInstances() {
        application
                .withPropertyValues(
                        "breaker.time-source=coarse",
                        "breaker.metrics.prefix=resilience4j",
                        "breaker.retry.metrics.enabled=false")
                .run(context -> {
                    BreakerSettings settings = context.getBean(BreakerSettings.class);
                    assertThat(settings.timeSource()).isSameAs(TimeSource.coarse());
                    assertThat(settings.metricsPrefix()).isEqualTo("resilience4j");
                    assertThat(settings.metricsEnabled(PolicyKind.RETRY)).isFalse();
                    assertThat(settings.metricsEnabled(PolicyKind.CIRCUITBREAKER))
                            .isTrue();
                });
    }

    @Test
    void makesWayForBeansOfTheUsers() {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults());
        RetryRegistry retries = RetryRegistry.of(RetryConfig.ofDefaults());
        BreakerSettings settings = new BreakerSettings();
        application
                .withBean(CircuitBreakerRegistry.class, () -> breakers)
                .withBean(RetryRegistry.class, () -> retries)
                .withBean(BreakerSettings.class, () -> settings)
                .run(context -> {
                    assertThat(context.getBean(CircuitBreakerRegistry.class)).isSameAs(breakers);
                    assertThat(context.getBean(RetryRegistry.class)).isSameAs(retries);
                    assertThat(context.getBean(BreakerSettings.class)).isSameAs(settings);
                });
    }

    @Test
    void aBreakerThatNobodyConfiguredStartsWithTheDefaultConfig() {
        application
                .withPropertyValues("breaker.circuitbreaker.configs.default.initial-state=METRICS_ONLY")
                .run(context -> assertThat(context.getBean(CircuitBreakerRegistry.class)
                                .circuitBreaker("new")
                                .state())
                        .isEqualTo(CircuitBreaker.State.METRICS_ONLY));
    }
}
