package io.breaker.spring;

import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.metrics.CallObservations;
import io.breaker.timelimiter.TimeLimiterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

/**
 * What guarded calls add to the current observation. An application without tracing has observations all the same, in which
 * nobody would see it; so it is on where there are spans, or where somebody asks for it.
 */
@AutoConfiguration(
        afterName = {
            "io.breaker.spring.BreakerAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration"
        })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({CircuitBreakerRegistry.class, ObservationRegistry.class})
@Conditional(BreakerObservationAutoConfiguration.Wanted.class)
public final class BreakerObservationAutoConfiguration {

    private static final String ENABLED = "breaker.observations.enabled";

    @Bean
    @ConditionalOnMissingBean
    @Lazy(false) // nobody asks for it
    static CallObservations breakerCallObservations(
            ObservationRegistry observations,
            CircuitBreakerRegistry breakers,
            RetryRegistry retries,
            RateLimiterRegistry rateLimiters,
            TimeLimiterRegistry timeLimiters,
            BulkheadRegistry bulkheads,
            ThreadPoolBulkheadRegistry threadPools) {
        return new CallObservations(observations)
                .of(breakers)
                .of(retries)
                .of(rateLimiters)
                .of(timeLimiters)
                .of(bulkheads)
                .of(threadPools);
    }

    /** Somebody asks for it, or there are spans and nobody forbids it. */
    static final class Wanted extends AnyNestedCondition {

        Wanted() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnBooleanProperty(ENABLED)
        static final class AskedFor {}

        @ConditionalOnBooleanProperty(name = ENABLED, matchIfMissing = true)
        @ConditionalOnBean(type = "io.micrometer.tracing.Tracer")
        static final class Traced {}
    }
}
