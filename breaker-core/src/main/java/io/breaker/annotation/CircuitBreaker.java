package io.breaker.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Guards a method, or every public method of a class, with the named circuit breaker. An annotation on a method wins over
 * one on its class. Annotations on superclasses, interfaces and other annotations (meta-annotations) are found too.
 *
 * <p>All methods that name the same breaker share its state.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface CircuitBreaker {

    /**
     * The breaker's name: a literal, or a text with <code>${placeholders}</code> that are resolved once at startup.
     *
     * @return the name, never empty
     */
    String name();

    /**
     * The method that answers in place of a call that failed or was refused. It stands in the same class, a superclass or
     * an interface, and may be overloaded by exception: the overload with the nearest exception type is called.
     *
     * <p>It takes the guarded method's parameters and, optionally, a {@link Throwable} subtype last; or only the throwable;
     * or only the parameters. A fallback applies around all policies of the method. A fallback that does not exist or does
     * not fit stops the application from starting.
     *
     * @return the fallback's name, or an empty string for none
     */
    String fallbackMethod() default "";
}
