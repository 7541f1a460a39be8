package io.breaker;

import org.jspecify.annotations.Nullable;

/**
 * The code that a policy guards.
 *
 * @param <T> what it returns
 * @param <X> what it may throw; inferred as {@link RuntimeException} where nothing checked is thrown
 */
@FunctionalInterface
public interface Body<T extends @Nullable Object, X extends Throwable> {

    /**
     * Runs the guarded code.
     *
     * @return its result, which may be {@code null}
     * @throws X what the guarded code throws
     */
    T call() throws X;
}
