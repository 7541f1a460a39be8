package io.breaker.spring.config;

import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.retry.RetryConfig;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * What the settings of each policy are bound to, put into and customized by.
 *
 * @param beans has the customizers
 */
record PolicyDescriptions(@Nullable ListableBeanFactory beans) {

    PolicySettings.Kind<CircuitBreakerDraft, CircuitBreakerConfig> circuitBreakers() {
        return new PolicySettings.Kind<>(
                PolicyKind.CIRCUITBREAKER,
                CircuitBreakerProperties::new,
                CircuitBreakerDraft::empty,
                draft -> draft.config().build(),
                new Customizers<>(
                        beans,
                        CircuitBreakerConfigCustomizer.class,
                        (customizer, name, draft) -> customizer.customize(name, draft.config())));
    }

    PolicySettings.Kind<Draft<RetryConfig.Builder>, RetryConfig> retries() {
        return new PolicySettings.Kind<>(
                PolicyKind.RETRY,
                RetryProperties::new,
                () -> Draft.of(retry()),
                draft -> draft.config().build(),
                new Customizers<>(
                        beans,
                        RetryConfigCustomizer.class,
                        (customizer, name, draft) -> customizer.customize(name, draft.config())));
    }

    PolicySettings.Kind<RateLimiterDraft, RateLimiterConfig> rateLimiters() {
        return new PolicySettings.Kind<>(
                PolicyKind.RATELIMITER,
                RateLimiterProperties::new,
                RateLimiterDraft::empty,
                draft -> draft.config().build(),
                new Customizers<>(
                        beans,
                        RateLimiterConfigCustomizer.class,
                        (customizer, name, draft) -> customizer.customize(name, draft.config())));
    }

    PolicySettings.Kind<Draft<TimeLimiterConfig.Builder>, TimeLimiterConfig> timeLimiters() {
        return new PolicySettings.Kind<>(
                PolicyKind.TIMELIMITER,
                TimeLimiterProperties::new,
                () -> Draft.of(TimeLimiterConfig.builder()),
                draft -> draft.config().build(),
                new Customizers<>(
                        beans,
                        TimeLimiterConfigCustomizer.class,
                        (customizer, name, draft) -> customizer.customize(name, draft.config())));
    }

    PolicySettings.Kind<Draft<BulkheadConfig.Builder>, BulkheadConfig> bulkheads() {
        return new PolicySettings.Kind<>(
                PolicyKind.BULKHEAD,
                BulkheadProperties::new,
                () -> Draft.of(BulkheadConfig.builder()),
                draft -> draft.config().build(),
                new Customizers<>(
                        beans,
                        BulkheadConfigCustomizer.class,
                        (customizer, name, draft) -> customizer.customize(name, draft.config())));
    }

    PolicySettings.Kind<Draft<ThreadPoolBulkheadConfig.Builder>, ThreadPoolBulkheadConfig> threadPoolBulkheads() {
        return new PolicySettings.Kind<>(
                PolicyKind.THREAD_POOL_BULKHEAD,
                ThreadPoolBulkheadProperties::new,
                () -> Draft.of(threadPool()),
                draft -> draft.config().build(),
                new Customizers<>(
                        beans,
                        ThreadPoolBulkheadConfigCustomizer.class,
                        (customizer, name, draft) -> customizer.customize(name, draft.config())));
    }

    /** Where customizers say nothing else, answers of HTTP servers say when to try again. */
    private static RetryConfig.Builder retry() {
        RetryConfig.Builder builder = RetryConfig.builder();
        return RetryAfterHeader.isOfUse()
                ? builder.retryAfterFunction(new RetryAfterHeader(Clock.systemUTC()))
                : builder;
    }

    /** What belongs to the caller's thread, such as the trace, goes with the call, if there is Micrometer's library for it. */
    private static ThreadPoolBulkheadConfig.Builder threadPool() {
        ThreadPoolBulkheadConfig.Builder builder = ThreadPoolBulkheadConfig.builder();
        return ContextPropagation.isPresent() ? builder.taskDecorator(new ContextPropagation()) : builder;
    }

    /** {@return what each policy's configs and instances can hold, found out when it is asked for} */
    Map<PolicyKind, Supplier<KeyTree.Branch>> entries() {
        Map<PolicyKind, Supplier<KeyTree.Branch>> entries = new EnumMap<>(PolicyKind.class);
        Stream.of(circuitBreakers(), retries(), rateLimiters(), timeLimiters(), bulkheads(), threadPoolBulkheads())
                .forEach(kind -> entries.put(kind.policy(), SingletonSupplier.of(() -> KeyTree.entry(kind.keys()))));
        return entries;
    }
}
