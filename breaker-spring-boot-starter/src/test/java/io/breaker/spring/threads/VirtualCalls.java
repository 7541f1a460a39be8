package io.breaker.spring.threads;

import io.breaker.Pipeline;
import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many calls on virtual threads, through policies that make them wait. As a program of its own it says how many succeeded;
 * with an argument, it breaks the rule that no thread-local is set, for a test to see that this shows.
 */
final class VirtualCalls {

    static final int CALLS = 400;

    private static final int AT_ONCE = 4;
    private static final ThreadLocal<Object> BROKEN_RULE = new ThreadLocal<>();

    private VirtualCalls() {}

    public static void main(String[] arguments) throws Exception {
        run(arguments.length > 0 ? () -> BROKEN_RULE.set("kept") : () -> {});
        System.out.println(CALLS + " calls succeeded");
    }

    /** Runs the calls, each of which blocks inside the guarded code until as many run as may run at once. */
    static void run(Runnable inEach) throws Exception {
        Pipeline guarded = Pipeline.of(
                CircuitBreaker.of("virtual", CircuitBreakerConfig.ofDefaults()),
                RateLimiter.of(
                        "virtual",
                        RateLimiterConfig.builder()
                                .limitForPeriod(10)
                                .limitRefreshPeriod(Duration.ofMillis(5))
                                .timeoutDuration(Duration.ofMinutes(5))
                                .build()),
                TimeLimiter.of(
                        "virtual",
                        TimeLimiterConfig.builder()
                                .timeoutDuration(Duration.ofMinutes(5))
                                .build()),
                Bulkhead.of(
                        "virtual",
                        BulkheadConfig.builder()
                                .maxConcurrentCalls(AT_ONCE)
                                .maxWaitDuration(Duration.ofMinutes(5))
                                .build()));
        CyclicBarrier all = new CyclicBarrier(AT_ONCE);
        ExecutorService virtual = (ExecutorService) Executors.class
                .getMethod("newVirtualThreadPerTaskExecutor") // since Java 21
                .invoke(null);
        try {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(virtual.submit(() -> guarded.<Integer, Exception>call(() -> {
                    inEach.run();
                    return all.await();
                })));
            }
            for (Future<Integer> call : calls) {
                call.get();
            }
        } finally {
            virtual.shutdown();
        }
    }
}
