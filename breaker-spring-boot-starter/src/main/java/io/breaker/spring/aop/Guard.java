package io.breaker.spring.aop;

import io.breaker.spring.config.PolicyKind;
import org.jspecify.annotations.Nullable;

/**
 * One annotation, as it applies to one method.
 *
 * @param kind the policy it asks for
 * @param name the instance it names, placeholders unresolved
 * @param fallbackMethod the fallback it names, or an empty string
 * @param permits how many permits of a rate limiter each call takes; 1 for other policies
 * @param annotatedClass the class or interface it stands on, or {@code null} where it stands on a method
 */
record Guard(
        PolicyKind kind,
        String name,
        String fallbackMethod,
        int permits,
        @Nullable Class<?> annotatedClass) {

    /** {@return the annotation as people write it} */
    String annotation() {
        return "@" + kind.annotation().getSimpleName();
    }
}
