package io.breaker.benchmarks.peers;

import java.util.function.Function;

/** The bulkheads, then the rate limiters that are compared. What {@link Side} says of loaded classes holds for them too. */
public enum LimitSide {
    /** This library's bulkhead. */
    BREAKER_BULKHEAD("Breaker", BreakerLimit::bulkhead),
    /** Resilience4j's semaphore bulkhead. */
    RESILIENCE4J_BULKHEAD("Resilience4j", Resilience4jLimit::bulkhead),
    /** Failsafe's bulkhead. */
    FAILSAFE_BULKHEAD("Failsafe", FailsafeLimit::bulkhead),
    /** SmallRye Fault Tolerance's bulkhead, on the caller's thread. */
    SMALLRYE_BULKHEAD("SmallRye", SmallRyeLimit::bulkhead),
    /** Sentinel's flow rule on the number of threads. */
    SENTINEL_BULKHEAD("Sentinel, by thread", SentinelLimit::threads),

    /** This library's rate limiter. */
    BREAKER_RATE("Breaker", BreakerLimit::rate),
    /** Resilience4j's rate limiter that looks at the clock: its default. */
    RESILIENCE4J_RATE("Resilience4j, clock", Resilience4jLimit::clockRate),
    /** Resilience4j's rate limiter whose permits a scheduler's thread puts back. */
    RESILIENCE4J_RATE_SCHEDULED("Resilience4j, scheduler", Resilience4jLimit::scheduledRate),
    /** Failsafe's rate limiter with all permits at the beginning of a period. */
    FAILSAFE_RATE_BURSTY("Failsafe, bursty", FailsafeLimit::burstyRate),
    /** Failsafe's rate limiter with permits evenly spread over the period. */
    FAILSAFE_RATE_SMOOTH("Failsafe, smooth", FailsafeLimit::smoothRate),
    /** SmallRye Fault Tolerance's rate limit, with fixed windows: its default. */
    SMALLRYE_RATE("SmallRye, fixed", SmallRyeLimit::rate),
    /** Sentinel's flow rule on calls in a second. */
    SENTINEL_RATE("Sentinel, QPS", SentinelLimit::rate);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a method holds nothing
    private final Function<LimitSettings, Limit> factory;

    LimitSide(String title, Function<LimitSettings, Limit> factory) {
        this.title = title;
        this.factory = factory;
    }

    /** {@return what the tables call it} */
    public String title() {
        return title;
    }

    /** {@return a new bulkhead or rate limiter of this side} */
    public Limit create(LimitSettings settings) {
        return factory.apply(settings);
    }
}
