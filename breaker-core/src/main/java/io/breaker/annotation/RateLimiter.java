package io.breaker.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how many calls of a method, or of every public method of a class, begin in a time, as the named rate limiter says.
 * An annotation on a method wins over one on its class. Annotations on superclasses, interfaces and other annotations (meta-annotations) are
 * found too.
 *
 * <p>All methods that name the same rate limiter share its permits.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RateLimiter {

    /**
     * The rate limiter's name: a literal, or a text with <code>${placeholders}</code> that are resolved once at startup.
     *
     * @return the name, never empty
     */
    String name();

    /**
     * How many permits each call takes, where calls are not equally dear.
     *
     * @return at least 1, and no more than the limit
     */
    int permits() default 1;

    /**
     * The method that answers in place of a call that failed or was refused. The rules are those of
     * {@link CircuitBreaker#fallbackMethod()}; two annotations that name different fallbacks pool their overloads.
     *
     * @return the fallback's name, or an empty string for none
     */
    String fallbackMethod() default "";
}
