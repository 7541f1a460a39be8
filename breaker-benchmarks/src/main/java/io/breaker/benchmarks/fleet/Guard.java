package io.breaker.benchmarks.fleet;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import org.jspecify.annotations.Nullable;

/** One instance's circuit breaker, of whatever kind. */
interface Guard extends AutoCloseable {

    /** {@return leave for one call, or {@code null}} */
    @Nullable Ticket begin();

    /** {@return where the breaker stands, as far as this instance knows} */
    State state();

    /** {@return how often Redis was asked in vain} */
    long failedExchanges();

    @Override
    void close();

    /** Leave for one call. */
    interface Ticket {

        /** {@return whether it is given to find out if calls work again} */
        boolean isProbe();

        /** Says how the call ended. */
        void settle(boolean failed);
    }
}
