package io.breaker.spring;

import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.aop.BreakerAopConfiguration;
import io.breaker.spring.aop.BreakerNeighbourConfiguration;
import io.breaker.spring.config.BreakerConfigRefresher;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.config.StartupCheck;
import io.breaker.spring.config.StartupInspector;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.ConfigurableEnvironment;

/** Wires what every application needs: the settings, one registry per policy, and the startup check. */
@AutoConfiguration
@Import({BreakerAopConfiguration.class, BreakerNeighbourConfiguration.class})
public final class BreakerAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean
    static BreakerSettings breakerSettings(ConfigurableEnvironment environment, ListableBeanFactory beans) {
        return BreakerSettings.of(environment, beans);
    }

    @Bean
    @ConditionalOnMissingBean
    static CircuitBreakerRegistry breakerCircuitBreakerRegistry(BreakerSettings settings) {
        CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(settings::circuitBreaker, settings.timeSource());
        settings.instances(PolicyKind.CIRCUITBREAKER).forEach(registry::circuitBreaker);
        return registry;
    }

    @Bean
    @ConditionalOnMissingBean
    static RetryRegistry breakerRetryRegistry(BreakerSettings settings) {
        RetryRegistry registry = RetryRegistry.of(settings::retry, settings.timeSource());
        settings.instances(PolicyKind.RETRY).forEach(registry::retry);
        return registry;
    }

    @Bean
    @ConditionalOnMissingBean
    static RateLimiterRegistry breakerRateLimiterRegistry(BreakerSettings settings) {
        RateLimiterRegistry registry = RateLimiterRegistry.of(settings::rateLimiter, settings.timeSource());
        settings.instances(PolicyKind.RATELIMITER).forEach(registry::rateLimiter);
        return registry;
    }

    @Bean
    @ConditionalOnMissingBean
    static TimeLimiterRegistry breakerTimeLimiterRegistry(BreakerSettings settings) {
        TimeLimiterRegistry registry = TimeLimiterRegistry.of(settings::timeLimiter);
        settings.instances(PolicyKind.TIMELIMITER).forEach(registry::timeLimiter);
        return registry;
    }

    @Bean
    @ConditionalOnMissingBean
    static BulkheadRegistry breakerBulkheadRegistry(BreakerSettings settings) {
        BulkheadRegistry registry = BulkheadRegistry.of(settings::bulkhead);
        settings.instances(PolicyKind.BULKHEAD).forEach(registry::bulkhead);
        return registry;
    }

    @Bean
    @ConditionalOnMissingBean
    static ThreadPoolBulkheadRegistry breakerThreadPoolBulkheadRegistry(BreakerSettings settings) {
        ThreadPoolBulkheadRegistry registry = ThreadPoolBulkheadRegistry.of(settings::threadPoolBulkhead);
        settings.instances(PolicyKind.THREAD_POOL_BULKHEAD).forEach(registry::threadPoolBulkhead);
        return registry;
    }

    @Bean
    @ConditionalOnMissingBean // a parent's pools are the parent's to close
    static ThreadPoolShutdown breakerThreadPoolShutdown(
            ThreadPoolBulkheadRegistry registry, ApplicationContext application) {
        return new ThreadPoolShutdown(registry, application);
    }

    @Bean
    @ConditionalOnMissingBean // a parent's breakers are the parent's to tell of: its children's events come to it, too
    static TransitionPublisher breakerTransitionPublisher(
            CircuitBreakerRegistry registry, ApplicationEventPublisher application) {
        return new TransitionPublisher(registry, application);
    }

    @Bean
    @ConditionalOnMissingBean
    static BreakerConfigRefresher breakerConfigRefresher(
            BreakerSettings settings, ListableBeanFactory beans, ApplicationEventPublisher application) {
        return new BreakerConfigRefresher(settings, beans, application, Clock.systemUTC());
    }

    @Bean
    @ConditionalOnMissingBean
    static StartupCheck breakerStartupCheck(
            BreakerSettings settings,
            ObjectProvider<StartupInspector> inspectors,
            ConfigurableListableBeanFactory beans) {
        return new StartupCheck(settings, inspectors, beans);
    }
}
