package io.breaker.benchmarks.report;

/** What is compared. */
public enum Scenario {
    /** What nothing can undercut. */
    FLOOR("floor"),
    /** A healthy call through a closed breaker. */
    CLOSED_SUCCESS("closed, success"),
    /** A failing call through a closed breaker. */
    CLOSED_FAILURE("closed, failure"),
    /** A call refused by an open breaker, its exception caught. */
    REJECTED("open, rejected, exception caught"),
    /** An open breaker asked for a permit, and answering no. */
    TRY_ACQUIRE("open, try-acquire, no exception"),
    /** A healthy call through a retry. */
    RETRY("retry around success"),
    /** A healthy call through a retry around a breaker. */
    RETRY_BREAKER("retry around closed breaker, success"),
    /** A healthy call through a bulkhead with room for it. */
    BULKHEAD("bulkhead, success"),
    /** A call refused by a full bulkhead, its exception caught. */
    BULKHEAD_FULL("bulkhead full, rejected, exception caught"),
    /** A healthy call through a rate limiter with a permit for it. */
    RATE_LIMITER("rate limiter, success"),
    /** A call refused by a rate limiter without permits, its exception caught. */
    RATE_LIMITER_EXHAUSTED("rate limiter exhausted, rejected, exception caught"),
    /** A healthy call through a closed breaker, in a fleet or alone. */
    FLEET_CLOSED("fleet: closed, success"),
    /** A call refused by an open breaker, in a fleet or alone. */
    FLEET_OPEN("fleet: open, rejected, exception caught"),
    /** A call refused by a half-open breaker, in a fleet or alone, whose probes are under way. */
    FLEET_HALF_OPEN("fleet: half-open, no probe free, rejected, exception caught"),
    /** An annotated method. */
    ANNOTATED("annotated: @CircuitBreaker, success"),
    /** An annotated method with a fallback. */
    ANNOTATED_FALLBACK("annotated: @CircuitBreaker with a fallback not used, success"),
    /** A method with two annotations. */
    ANNOTATED_RETRY("annotated: @Retry and @CircuitBreaker, success"),
    /** An annotated method whose breaker is open. */
    ANNOTATED_REJECTED("annotated: fallback after a rejection");

    private final String title;

    Scenario(String title) {
        this.title = title;
    }

    /** {@return whether the call goes through a Spring proxy} */
    public boolean isAnnotated() {
        return switch (this) {
            case ANNOTATED, ANNOTATED_FALLBACK, ANNOTATED_RETRY, ANNOTATED_REJECTED -> true;
            default -> false;
        };
    }

    /** {@return what the tables call it} */
    public String title() {
        return title;
    }
}
