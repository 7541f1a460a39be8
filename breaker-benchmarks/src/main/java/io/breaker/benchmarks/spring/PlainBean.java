package io.breaker.benchmarks.spring;

/** Guarded by nothing, but for whatever a test or benchmark puts around it. */
public class PlainBean implements GuardedBean {

    @Override
    public String breaker() {
        return "done";
    }

    @Override
    public String breakerWithFallback() {
        return "done";
    }

    @Override
    public String retryAroundBreaker() {
        return "done";
    }

    @Override
    public String fallbackAfterRejection() {
        return "instead";
    }
}
