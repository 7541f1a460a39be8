package io.breaker.benchmarks.spring;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;

/** Guarded by this library. */
public class BreakerBean implements GuardedBean {

    @Override
    @CircuitBreaker(name = CLOSED)
    public String breaker() {
        return "done";
    }

    @Override
    @CircuitBreaker(name = CLOSED, fallbackMethod = "instead")
    public String breakerWithFallback() {
        return "done";
    }

    @Override
    @Retry(name = CLOSED)
    @CircuitBreaker(name = CLOSED)
    public String retryAroundBreaker() {
        return "done";
    }

    @Override
    @CircuitBreaker(name = OPEN, fallbackMethod = "instead")
    public String fallbackAfterRejection() {
        return "done";
    }

    String instead(Throwable refused) {
        return "instead";
    }
}
