package io.breaker.benchmarks.spring;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import io.github.resilience4j.retry.annotation.Retry;

/** Guarded by Resilience4j. */
public class Resilience4jBean implements GuardedBean {

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

    /** Public, as it makes any other accessible for a call and inaccessible again, and two calls at once get in each other's way. */
    public String instead(Throwable refused) {
        return "instead";
    }
}
