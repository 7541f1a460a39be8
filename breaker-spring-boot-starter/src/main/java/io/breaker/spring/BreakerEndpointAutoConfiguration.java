package io.breaker.spring;

import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.actuate.BodyKeys;
import io.breaker.spring.actuate.BulkheadEventsEndpoint;
import io.breaker.spring.actuate.BulkheadsEndpoint;
import io.breaker.spring.actuate.CircuitBreakerEventsEndpoint;
import io.breaker.spring.actuate.CircuitBreakersEndpoint;
import io.breaker.spring.actuate.RateLimiterEventsEndpoint;
import io.breaker.spring.actuate.RateLimitersEndpoint;
import io.breaker.spring.actuate.RetriesEndpoint;
import io.breaker.spring.actuate.RetryEventsEndpoint;
import io.breaker.spring.actuate.TimeLimiterEventsEndpoint;
import io.breaker.spring.actuate.TimeLimitersEndpoint;
import io.breaker.spring.config.BreakerConfigRefresher;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.time.Clock;
import java.util.function.ToIntFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * The actuator endpoints, those of them that are exposed: who does not look at events does not pay for keeping them. That is
 * asked first, for to look for beans by their types takes milliseconds at startup.
 */
@AutoConfiguration(afterName = "io.breaker.spring.BreakerAutoConfiguration")
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
public final class BreakerEndpointAutoConfiguration {

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnBean({CircuitBreakerRegistry.class, BreakerConfigRefresher.class})
    @ConditionalOnMissingBean
    CircuitBreakersEndpoint circuitBreakersEndpoint(
            CircuitBreakerRegistry registry, BreakerConfigRefresher refresher, ObjectProvider<FleetMembers> members) {
        return new CircuitBreakersEndpoint(registry, refresher, Clock.systemUTC(), FleetMembers.fleet(members));
    }

    @Bean
    @ConditionalOnAvailableEndpoint(endpoint = CircuitBreakersEndpoint.class)
    @ConditionalOnMissingBean
    static BodyKeys circuitBreakersEndpointBodyKeys() {
        return new BodyKeys();
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnBean({CircuitBreakerRegistry.class, BreakerSettings.class})
    @ConditionalOnMissingBean
    CircuitBreakerEventsEndpoint circuitBreakerEventsEndpoint(
            CircuitBreakerRegistry registry, BreakerSettings settings) {
        return new CircuitBreakerEventsEndpoint(registry, sizes(settings, PolicyKind.CIRCUITBREAKER));
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnBean(RetryRegistry.class)
    @ConditionalOnMissingBean
    RetriesEndpoint retriesEndpoint(RetryRegistry registry) {
        return new RetriesEndpoint(registry);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnBean({BulkheadRegistry.class, ThreadPoolBulkheadRegistry.class})
    @ConditionalOnMissingBean
    BulkheadsEndpoint bulkheadsEndpoint(BulkheadRegistry semaphores, ThreadPoolBulkheadRegistry threadPools) {
        return new BulkheadsEndpoint(semaphores, threadPools);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnBean(RateLimiterRegistry.class)
    @ConditionalOnMissingBean
    RateLimitersEndpoint rateLimitersEndpoint(RateLimiterRegistry registry) {
        return new RateLimitersEndpoint(registry);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnBean(TimeLimiterRegistry.class)
    @ConditionalOnMissingBean
    TimeLimitersEndpoint timeLimitersEndpoint(TimeLimiterRegistry registry) {
        return new TimeLimitersEndpoint(registry);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnBean({RetryRegistry.class, BreakerSettings.class})
    @ConditionalOnMissingBean
    RetryEventsEndpoint retryEventsEndpoint(RetryRegistry registry, BreakerSettings settings) {
        return new RetryEventsEndpoint(registry, sizes(settings, PolicyKind.RETRY));
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnBean({BulkheadRegistry.class, ThreadPoolBulkheadRegistry.class, BreakerSettings.class})
    @ConditionalOnMissingBean
    BulkheadEventsEndpoint bulkheadEventsEndpoint(
            BulkheadRegistry semaphores, ThreadPoolBulkheadRegistry threadPools, BreakerSettings settings) {
        return new BulkheadEventsEndpoint(
                semaphores,
                sizes(settings, PolicyKind.BULKHEAD),
                threadPools,
                sizes(settings, PolicyKind.THREAD_POOL_BULKHEAD));
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnBean({RateLimiterRegistry.class, BreakerSettings.class})
    @ConditionalOnMissingBean
    RateLimiterEventsEndpoint rateLimiterEventsEndpoint(RateLimiterRegistry registry, BreakerSettings settings) {
        return new RateLimiterEventsEndpoint(registry, sizes(settings, PolicyKind.RATELIMITER));
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnBean({TimeLimiterRegistry.class, BreakerSettings.class})
    @ConditionalOnMissingBean
    TimeLimiterEventsEndpoint timeLimiterEventsEndpoint(TimeLimiterRegistry registry, BreakerSettings settings) {
        return new TimeLimiterEventsEndpoint(registry, sizes(settings, PolicyKind.TIMELIMITER));
    }

    private static ToIntFunction<String> sizes(BreakerSettings settings, PolicyKind kind) {
        return name -> settings.eventConsumerBufferSize(kind, name);
    }
}
