package io.breaker;

import org.jspecify.annotations.Nullable;

/**
 * Leave for one call, and where its outcome goes. Exactly one outcome counts: the first. Thread-safe: the outcome may come
 * from another thread than the one that got the permit.
 */
public interface Permit {

    /**
     * The call returned.
     *
     * @param result what it returned
     */
    void result(@Nullable Object result);

    /**
     * The call threw.
     *
     * @param thrown what it threw
     */
    void failure(Throwable thrown);

    /** The call does not count: it has not run, or was called off. */
    void release();
}
