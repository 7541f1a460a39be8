package io.breaker.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how long calls of a method, or of every public method of a class, take, as the named time limiter says. An annotation on a
 * method wins over one on its class. Annotations on superclasses, interfaces and other annotations (meta-annotations) are
 * found too.
 *
 * <p>A call that takes longer ends with a {@link java.util.concurrent.TimeoutException}. A blocking method should declare
 * it or have a fallback for it: callers get what a method does not declare inside an
 * {@link java.lang.reflect.UndeclaredThrowableException}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface TimeLimiter {

    /**
     * The time limiter's name: a literal, or a text with <code>${placeholders}</code> that are resolved once at startup.
     *
     * @return the name, never empty
     */
    String name();

    /**
     * The method that answers in place of a call that failed or was refused. The rules are those of
     * {@link CircuitBreaker#fallbackMethod()}; two annotations that name different fallbacks pool their overloads.
     *
     * @return the fallback's name, or an empty string for none
     */
    String fallbackMethod() default "";
}
