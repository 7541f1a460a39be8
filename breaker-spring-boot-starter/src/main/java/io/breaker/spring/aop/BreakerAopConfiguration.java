package io.breaker.spring.aop;

import io.breaker.spring.config.AnnotatedMethods;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.framework.autoproxy.ProxyCreationContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Declares the advisors, and the look at annotations at startup. Advisors are made before the first ordinary bean: they are
 * infrastructure, made by static methods, and look everything else up when they need it.
 */
@Configuration(proxyBeanMethods = false)
public final class BreakerAopConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Guards breakerGuards() {
        return new Guards();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Policies breakerPolicies(ConfigurableListableBeanFactory beans) {
        return new Policies(beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean(name = "breakerFallbackAdvisor")
    static GuardAdvisor breakerFallbackAdvisor(
            ConfigurableListableBeanFactory beans, Environment environment, Guards guards) {
        return new GuardAdvisor(
                guardedClasses(beans, guards),
                guards::hasFallback,
                new FallbackInterceptor(guards),
                order(environment, "fallback", outside(environment)));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean(name = "breakerRetryAdvisor")
    static GuardAdvisor breakerRetryAdvisor(
            ConfigurableListableBeanFactory beans, Environment environment, Guards guards, Policies policies) {
        return advisor(PolicyKind.RETRY, beans, environment, guards, policies);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean(name = "breakerCircuitbreakerAdvisor")
    static GuardAdvisor breakerCircuitbreakerAdvisor(
            ConfigurableListableBeanFactory beans, Environment environment, Guards guards, Policies policies) {
        return advisor(PolicyKind.CIRCUITBREAKER, beans, environment, guards, policies);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean(name = "breakerRatelimiterAdvisor")
    static GuardAdvisor breakerRatelimiterAdvisor(
            ConfigurableListableBeanFactory beans, Environment environment, Guards guards, Policies policies) {
        return advisor(PolicyKind.RATELIMITER, beans, environment, guards, policies);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean(name = "breakerTimelimiterAdvisor")
    static GuardAdvisor breakerTimelimiterAdvisor(
            ConfigurableListableBeanFactory beans, Environment environment, Guards guards, Policies policies) {
        return advisor(PolicyKind.TIMELIMITER, beans, environment, guards, policies);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean(name = "breakerBulkheadAdvisor")
    static GuardAdvisor breakerBulkheadAdvisor(
            ConfigurableListableBeanFactory beans, Environment environment, Guards guards, Policies policies) {
        return advisor(PolicyKind.BULKHEAD, beans, environment, guards, policies);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean(name = "breakerThreadPoolBulkheadAdvisor")
    static GuardAdvisor breakerThreadPoolBulkheadAdvisor(
            ConfigurableListableBeanFactory beans, Environment environment, Guards guards, Policies policies) {
        return advisor(PolicyKind.THREAD_POOL_BULKHEAD, beans, environment, guards, policies);
    }

    @Bean
    static AnnotationInspector breakerAnnotationInspector(
            ConfigurableListableBeanFactory beans,
            Guards guards,
            Policies policies,
            ObjectProvider<BreakerSettings> settings) {
        return new AnnotationInspector(beans, guards, policies, settings);
    }

    @Bean
    @Lazy
    static AnnotatedMethods breakerAnnotatedMethods(
            ConfigurableListableBeanFactory beans, Guards guards, Policies policies) {
        return new FoundMethods(beans, guards, policies);
    }

    /** {@return the name of the advisor for a policy, by its key, or for fallbacks} */
    static String advisorName(String key) {
        return Arrays.stream(key.split("-", -1))
                .map(StringUtils::capitalize)
                .collect(Collectors.joining("", "breaker", "Advisor"));
    }

    private static GuardAdvisor advisor(
            PolicyKind kind,
            ConfigurableListableBeanFactory beans,
            Environment environment,
            Guards guards,
            Policies policies) {
        return new GuardAdvisor(
                guardedClasses(beans, guards),
                (method, type) -> guards.isGuarded(kind, method, type),
                new PolicyInterceptor(kind, guards, policies),
                order(environment, kind.key(), kind.defaultOrder()));
    }

    /** A class that Spring cannot make a proxy of is left alone, for the startup report to name it. */
    private static ClassFilter guardedClasses(ConfigurableListableBeanFactory beans, Guards guards) {
        ProxyChoice choice = new ProxyChoice(beans);
        return type ->
                !guards.of(type).isEmpty() && choice.isPossible(type, ProxyCreationContext.getCurrentProxiedBeanName());
    }

    /** Outside all policies, wherever properties move those: a fallback must not hide failures from a retry. */
    private static int outside(Environment environment) {
        int outermost = Ordered.LOWEST_PRECEDENCE - 5;
        for (PolicyKind kind : PolicyKind.values()) {
            outermost = Math.min(outermost, order(environment, kind.key(), kind.defaultOrder()));
        }
        return outermost == Ordered.HIGHEST_PRECEDENCE ? outermost : outermost - 1;
    }

    private static int order(Environment environment, String key, int otherwise) {
        try {
            return environment.getProperty("breaker." + key + ".aspect-order", Integer.class, otherwise);
        } catch (RuntimeException invalid) { // sources of properties throw what they like
            return otherwise; // the properties' own check reports it
        }
    }
}
