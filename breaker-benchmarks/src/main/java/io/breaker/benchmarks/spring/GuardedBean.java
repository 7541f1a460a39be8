package io.breaker.benchmarks.spring;

/** The bean that is called. The work is as good as nothing. */
public interface GuardedBean {

    /** The instance whose breaker stays closed. */
    String CLOSED = "closed";
    /** The instance whose breaker is open. */
    String OPEN = "open";

    /** {@return {@code "done"}, through a breaker} */
    String breaker();

    /** {@return {@code "done"}, through a breaker with a fallback that is not needed} */
    String breakerWithFallback();

    /** {@return {@code "done"}, through a retry around a breaker} */
    String retryAroundBreaker();

    /** {@return {@code "instead"}, from the fallback, as the breaker refuses the call} */
    String fallbackAfterRejection();
}
