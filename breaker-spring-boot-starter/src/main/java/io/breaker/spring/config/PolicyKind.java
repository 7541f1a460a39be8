package io.breaker.spring.config;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import java.lang.annotation.Annotation;
import org.springframework.core.Ordered;

/** The policies, outermost first: a new one is one line here. */
public enum PolicyKind {
    /** Calls again what failed. */
    RETRY("retry", Retry.class, Ordered.LOWEST_PRECEDENCE - 5),
    /** Stops calling what keeps failing. */
    CIRCUITBREAKER("circuitbreaker", CircuitBreaker.class, Ordered.LOWEST_PRECEDENCE - 4);

    private final String key;
    private final Class<? extends Annotation> annotation;
    private final int defaultOrder;

    PolicyKind(String key, Class<? extends Annotation> annotation, int defaultOrder) {
        this.key = key;
        this.annotation = annotation;
        this.defaultOrder = defaultOrder;
    }

    /** {@return the key of the policy's properties, below {@code breaker}} */
    public String key() {
        return key;
    }

    /** {@return the annotation that asks for the policy} */
    public Class<? extends Annotation> annotation() {
        return annotation;
    }

    /** {@return the order of its aspect where no property says otherwise} */
    public int defaultOrder() {
        return defaultOrder;
    }
}
