package io.breaker.benchmarks.peers;

/**
 * One breaker of one library around some work, used the way that library's documentation recommends, and the fastest where it
 * recommends several: nothing is made for a call that can be made before it.
 */
public interface Peer {

    /**
     * Calls the work through the breaker.
     *
     * @throws Exception what the work throws, or the library's own when the breaker refuses
     */
    String call() throws Exception;

    /** Opens the breaker, for longer than any benchmark runs. */
    void open();

    /** {@return whether the breaker would let a call through} */
    boolean isClosed();

    /**
     * Looks whether what was measured is what was meant.
     *
     * @throws IllegalStateException if the breaker does not let calls through
     */
    default void requireClosed() {
        if (!isClosed()) {
            throw new IllegalStateException("the breaker of " + getClass().getSimpleName() + " is no longer closed");
        }
    }

    /**
     * Looks whether what was measured is what was meant.
     *
     * @throws IllegalStateException if the breaker lets calls through
     */
    default void requireOpen() {
        if (isClosed()) {
            throw new IllegalStateException("the breaker of " + getClass().getSimpleName() + " is no longer open");
        }
    }

    /** {@return how many calls the breaker's window holds, or -1 if the library does not tell} */
    long recorded();

    /**
     * What a program keeps for as long as it keeps the breaker, without the adapter around it.
     *
     * @return the breaker, or the name by which the library's static tables know it
     */
    Object breaker();

    /** {@return whether the breaker lets a call through, asked without an exception for a no} */
    default boolean tryAcquire() {
        throw new UnsupportedOperationException();
    }

    /** {@return the work's result, through a retry alone} */
    default String retry() {
        throw new UnsupportedOperationException();
    }

    /** {@return the work's result, through a retry around the breaker} */
    default String retryAroundBreaker() {
        throw new UnsupportedOperationException();
    }
}
