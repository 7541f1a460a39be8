package io.breaker.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how many calls of a method, or of every public method of a class, run at once, as the named bulkhead says. An annotation on a
 * method wins over one on its class. Annotations on superclasses, interfaces and other annotations (meta-annotations) are
 * found too.
 *
 * <p>A call runs until its stage or publisher ends, if the method returns one. All methods that name the same bulkhead
 * share its limit.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Bulkhead {

    /**
     * The bulkhead's name: a literal, or a text with <code>${placeholders}</code> that are resolved once at startup.
     *
     * @return the name, never empty
     */
    String name();

    /**
     * Whether calls run on their callers' threads or on threads of the bulkhead.
     *
     * @return the type
     */
    Type type() default Type.SEMAPHORE;

    /**
     * The method that answers in place of a call that failed or was refused. The rules are those of
     * {@link CircuitBreaker#fallbackMethod()}; two annotations that name different fallbacks pool their overloads.
     *
     * @return the fallback's name, or an empty string for none
     */
    String fallbackMethod() default "";

    /** The kinds of bulkhead. */
    enum Type {
        /** Calls run on their callers' threads; configured below {@code breaker.bulkhead}. */
        SEMAPHORE,
        /** Calls run on threads of the bulkhead; configured below {@code breaker.thread-pool-bulkhead}. */
        THREAD_POOL
    }
}
