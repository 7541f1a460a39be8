package io.breaker.spring.aop;

import io.breaker.Stages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The overloads that answer for one method; no two accept the same exception.
 *
 * @param overloads one at least
 */
record Fallbacks(List<FallbackMethod> overloads) {

    /**
     * Chooses by exception, the nearest type first.
     *
     * @param thrown what the method threw, or its stage failed with
     * @return the overload, or {@code null} if none accepts it
     */
    @Nullable FallbackMethod nearest(Throwable thrown) {
        for (Class<?> type = Stages.unwrap(thrown).getClass(); type != null; type = type.getSuperclass()) {
            for (FallbackMethod each : overloads) {
                if (each.accepts() == type) {
                    return each;
                }
            }
        }
        return null;
    }
}
