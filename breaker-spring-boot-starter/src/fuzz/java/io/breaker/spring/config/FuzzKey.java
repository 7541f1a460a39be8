package io.breaker.spring.config;

import io.breaker.circuitbreaker.SlidingWindowType;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One key of the contract's tables, written down here a second time so that the test does not ask the code what is right.
 *
 * @param key its name with dashes
 * @param kind what its values are
 * @param normal the library's default
 */
record FuzzKey(
        PolicyKind policy,
        String key,
        FuzzKind kind,
        @Nullable Object normal) {

    static final String MINIMUM = "minimum-number-of-calls";
    static final String SIZE = "sliding-window-size";
    static final String TYPE = "sliding-window-type";
    static final String FAST_CALLS = "fast-window.calls";
    static final String RAMP = "recovery.ramp-duration";
    static final String FLEET = "fleet.enabled";
    static final String EVENTS = "event-consumer-buffer-size";
    static final String CORE_THREADS = "core-thread-pool-size";
    static final String MAX_THREADS = "max-thread-pool-size";

    private static final List<FuzzKey> BREAKER = List.of(
            breaker("failure-rate-threshold", FuzzKind.PERCENT, 50.0),
            breaker("slow-call-rate-threshold", FuzzKind.PERCENT, 100.0),
            breaker("slow-call-duration-threshold", FuzzKind.SPAN, Duration.ofSeconds(60)),
            breaker("count-slow-calls-in-flight", FuzzKind.SWITCH, true),
            breaker(TYPE, FuzzKind.WINDOW_TYPE, SlidingWindowType.COUNT_BASED),
            breaker(SIZE, FuzzKind.WINDOW, 100),
            breaker(MINIMUM, FuzzKind.COUNT, 100),
            breaker("permitted-number-of-calls-in-half-open-state", FuzzKind.PROBES, 10),
            breaker("max-wait-duration-in-half-open-state", FuzzKind.SPAN_OR_NONE, Duration.ZERO),
            breaker("transition-to-state-after-wait-duration", FuzzKind.AFTER_WAIT, "OPEN"),
            breaker("wait-duration-in-open-state", FuzzKind.SPAN, Duration.ofSeconds(60)),
            breaker("enable-exponential-backoff", FuzzKind.SWITCH, false),
            breaker("exponential-backoff-multiplier", FuzzKind.FACTOR, 1.5),
            breaker("exponential-max-wait-duration-in-open-state", FuzzKind.SPAN, null),
            breaker("enable-randomized-wait", FuzzKind.SWITCH, false),
            breaker("randomized-wait-factor", FuzzKind.PART, 0.5),
            breaker("automatic-transition-from-open-to-half-open-enabled", FuzzKind.SWITCH, false),
            breaker(FAST_CALLS, FuzzKind.FAST_COUNT, 0),
            breaker("fast-window.rate", FuzzKind.PERCENT, 90.0),
            breaker("fast-window.span", FuzzKind.FAST_SPAN, Duration.ofSeconds(2)),
            breaker(RAMP, FuzzKind.SPAN_OR_NONE, Duration.ZERO),
            breaker("recovery.initial-share", FuzzKind.PERCENT, 10.0),
            breaker(FLEET, FuzzKind.SWITCH, false),
            breaker("fleet.window-duration", FuzzKind.FLEET_SPAN, Duration.ofSeconds(10)),
            breaker("record-exceptions", FuzzKind.EXCEPTIONS, List.of()),
            breaker("ignore-exceptions", FuzzKind.EXCEPTIONS, List.of()),
            breaker("record-failure-predicate", FuzzKind.PREDICATE, null),
            breaker("ignore-exception-predicate", FuzzKind.PREDICATE, null),
            breaker("record-result-predicate", FuzzKind.PREDICATE, null),
            breaker("exception-classifier", FuzzKind.CLASSIFIER, null),
            breaker("initial-state", FuzzKind.STATE, "CLOSED"),
            breaker("writable-stack-trace-enabled", FuzzKind.SWITCH, false),
            breaker("register-health-indicator", FuzzKind.SWITCH, true),
            breaker("allow-health-indicator-to-fail", FuzzKind.SWITCH, false),
            breaker(EVENTS, FuzzKind.BUFFER, 100));

    private static final List<FuzzKey> RETRY = List.of(
            retry("max-attempts", FuzzKind.COUNT, 3),
            retry("wait-duration", FuzzKind.SPAN_OR_NONE, Duration.ofMillis(500)),
            retry("enable-exponential-backoff", FuzzKind.SWITCH, false),
            retry("exponential-backoff-multiplier", FuzzKind.FACTOR, 1.5),
            retry("exponential-max-wait-duration", FuzzKind.SPAN, null),
            retry("enable-randomized-wait", FuzzKind.SWITCH, false),
            retry("randomized-wait-factor", FuzzKind.PART, 0.5),
            retry("retry-exceptions", FuzzKind.EXCEPTIONS, List.of()),
            retry("ignore-exceptions", FuzzKind.EXCEPTIONS, List.of()),
            retry("retry-exception-predicate", FuzzKind.PREDICATE, null),
            retry("result-predicate", FuzzKind.PREDICATE, null),
            retry("fail-after-max-attempts", FuzzKind.SWITCH, false),
            retry("max-duration", FuzzKind.SPAN_OR_NONE, Duration.ZERO),
            retry("max-retry-after-duration", FuzzKind.SPAN_OR_NONE, Duration.ofSeconds(30)),
            retry(EVENTS, FuzzKind.BUFFER, 100));

    private static final List<FuzzKey> RATE_LIMITER = List.of(
            rateLimiter("limit-for-period", FuzzKind.LIMIT, 50),
            rateLimiter("limit-refresh-period", FuzzKind.PERIOD, Duration.ofSeconds(1)),
            rateLimiter("timeout-duration", FuzzKind.SPAN_OR_NONE, Duration.ZERO),
            rateLimiter("register-health-indicator", FuzzKind.SWITCH, true),
            rateLimiter("allow-health-indicator-to-fail", FuzzKind.SWITCH, false),
            rateLimiter(EVENTS, FuzzKind.BUFFER, 100));

    private static final List<FuzzKey> TIME_LIMITER = List.of(
            new FuzzKey(PolicyKind.TIMELIMITER, "timeout-duration", FuzzKind.SPAN, Duration.ofSeconds(1)),
            new FuzzKey(PolicyKind.TIMELIMITER, "cancel-running-future", FuzzKind.SWITCH, true),
            new FuzzKey(PolicyKind.TIMELIMITER, EVENTS, FuzzKind.BUFFER, 100));

    private static final List<FuzzKey> BULKHEAD = List.of(
            new FuzzKey(PolicyKind.BULKHEAD, "max-concurrent-calls", FuzzKind.COUNT, 25),
            new FuzzKey(PolicyKind.BULKHEAD, "max-wait-duration", FuzzKind.SPAN_OR_NONE, Duration.ZERO),
            new FuzzKey(PolicyKind.BULKHEAD, "fair-call-handling-enabled", FuzzKind.SWITCH, true),
            new FuzzKey(PolicyKind.BULKHEAD, EVENTS, FuzzKind.BUFFER, 100));

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private static final List<FuzzKey> THREAD_POOL = List.of(
            threadPool(CORE_THREADS, FuzzKind.CORE, Math.max(1, PROCESSORS - 1)),
            threadPool(MAX_THREADS, FuzzKind.THREADS, PROCESSORS),
            threadPool("queue-capacity", FuzzKind.BUFFER_WITHOUT_BOUND, 100),
            threadPool("keep-alive-duration", FuzzKind.SPAN_OR_NONE, Duration.ofMillis(20)),
            threadPool("virtual-threads-enabled", FuzzKind.VIRTUAL, false),
            threadPool(EVENTS, FuzzKind.BUFFER, 100));

    static List<FuzzKey> of(PolicyKind policy) {
        return switch (policy) {
            case RETRY -> RETRY;
            case CIRCUITBREAKER -> BREAKER;
            case RATELIMITER -> RATE_LIMITER;
            case TIMELIMITER -> TIME_LIMITER;
            case BULKHEAD -> BULKHEAD;
            case THREAD_POOL_BULKHEAD -> THREAD_POOL;
        };
    }

    static Stream<FuzzKey> all() {
        return Stream.of(PolicyKind.values()).flatMap(policy -> of(policy).stream());
    }

    private static FuzzKey rateLimiter(String key, FuzzKind kind, Object normal) {
        return new FuzzKey(PolicyKind.RATELIMITER, key, kind, normal);
    }

    private static FuzzKey threadPool(String key, FuzzKind kind, Object normal) {
        return new FuzzKey(PolicyKind.THREAD_POOL_BULKHEAD, key, kind, normal);
    }

    private static FuzzKey breaker(String key, FuzzKind kind, @Nullable Object normal) {
        return new FuzzKey(PolicyKind.CIRCUITBREAKER, key, kind, normal);
    }

    private static FuzzKey retry(String key, FuzzKind kind, @Nullable Object normal) {
        return new FuzzKey(PolicyKind.RETRY, key, kind, normal);
    }
}
