package io.breaker.benchmarks.peers;

/**
 * One bulkhead or rate limiter of one library around some work, used as a {@link Peer} is: as its documentation recommends,
 * and nothing is made for a call that can be made before it. None of them makes a call wait.
 */
public interface Limit {

    /**
     * Calls the work within the limit.
     *
     * @throws Exception what the work throws, or the library's own when the call is refused
     */
    String call() throws Exception;

    /** {@return how many calls were refused, or -1 if the library does not count them} */
    long refused();

    /** {@return how many permits running calls hold, or -1 if the library does not tell, as no rate limiter does} */
    default int held() {
        return -1;
    }

    /** Takes all permits, for longer than any benchmark runs. */
    default void exhaust() {
        throw new UnsupportedOperationException();
    }

    /**
     * Looks whether what was measured is what was meant. To be asked while no call runs.
     *
     * @throws IllegalStateException if a call was refused, or if one that has ended still holds its permit
     */
    default void requireNoneRefused() {
        if (refused() > 0 || held() > 0) {
            throw new IllegalStateException(getClass().getSimpleName() + " has refused " + refused()
                    + " calls, and none runs, and " + held() + " permits are held");
        }
    }

    /**
     * Looks whether what was measured is what was meant.
     *
     * @throws IllegalStateException if the limit lets a call in
     */
    default void requireExhausted() {
        try {
            call();
        } catch (Exception refused) {
            return;
        }
        throw new IllegalStateException(getClass().getSimpleName() + " no longer refuses calls");
    }
}
