package io.breaker.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Calls a method, or every public method of a class, again when it fails, as the named retry says. An annotation on a
 * method wins over one on its class. Annotations on superclasses, interfaces and other annotations (meta-annotations) are
 * found too.
 *
 * <p>A retry stands outside the method's circuit breaker: each attempt is a call of its own to the breaker.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Retry {

    /**
     * The retry's name: a literal, or a text with <code>${placeholders}</code> that are resolved once at startup.
     *
     * @return the name, never empty
     */
    String name();

    /**
     * The method that answers once the last attempt has failed. The rules are those of
     * {@link CircuitBreaker#fallbackMethod()}; two annotations that name different fallbacks pool their overloads.
     *
     * @return the fallback's name, or an empty string for none
     */
    String fallbackMethod() default "";
}
