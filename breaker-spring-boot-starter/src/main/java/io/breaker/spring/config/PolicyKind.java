package io.breaker.spring.config;

import io.breaker.Registry;
import io.breaker.annotation.Bulkhead;
import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.RateLimiter;
import io.breaker.annotation.Retry;
import io.breaker.annotation.TimeLimiter;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.lang.annotation.Annotation;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.MergedAnnotation;

/** The policies, outermost first: a new one is one line here. */
public enum PolicyKind {
    /** Calls again what failed. */
    RETRY("retry", Retry.class, RetryRegistry.class, 5),
    /** Stops calling what keeps failing. */
    CIRCUITBREAKER("circuitbreaker", CircuitBreaker.class, CircuitBreakerRegistry.class, 4),
    /** Lets so many calls begin in a time. */
    RATELIMITER("ratelimiter", RateLimiter.class, RateLimiterRegistry.class, 3),
    /** Lets no call take longer than a while. */
    TIMELIMITER("timelimiter", TimeLimiter.class, TimeLimiterRegistry.class, 2),
    /** Lets so many calls run at once. */
    BULKHEAD("bulkhead", Bulkhead.class, BulkheadRegistry.class, 1),
    /** Lets so many calls run at once, on threads of its own. */
    THREAD_POOL_BULKHEAD("thread-pool-bulkhead", Bulkhead.class, ThreadPoolBulkheadRegistry.class, 1);

    private final String key;
    private final Class<? extends Annotation> annotation;
    private final Class<? extends Registry<?>> registry;
    private final int defaultOrder;

    PolicyKind(
            String key,
            Class<? extends Annotation> annotation,
            Class<? extends Registry<?>> registry,
            int distanceFromMethod) {
        this.key = key;
        this.annotation = annotation;
        this.registry = registry;
        this.defaultOrder = Ordered.LOWEST_PRECEDENCE - distanceFromMethod;
    }

    /** {@return the key of the policy's properties, below {@code breaker}} */
    public String key() {
        return key;
    }

    /** {@return the annotation that asks for the policy} */
    public Class<? extends Annotation> annotation() {
        return annotation;
    }

    /**
     * Whether an annotation asks for this policy: one kind of annotation can ask for two.
     *
     * @param found one of {@link #annotation}
     * @return whether it asks for this one
     */
    public boolean isAskedFor(MergedAnnotation<?> found) {
        return switch (this) {
            case BULKHEAD -> found.getEnum("type", Bulkhead.Type.class) == Bulkhead.Type.SEMAPHORE;
            case THREAD_POOL_BULKHEAD -> found.getEnum("type", Bulkhead.Type.class) == Bulkhead.Type.THREAD_POOL;
            default -> true;
        };
    }

    /** {@return the type of the registry that has its instances} */
    public Class<? extends Registry<?>> registry() {
        return registry;
    }

    /** {@return the order of its aspect where no property says otherwise} */
    public int defaultOrder() {
        return defaultOrder;
    }
}
