package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A blocking call that gets its permit at once allocates nothing. Measured, not timed. */
class PermitPathAllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 100_000;
    private static final Body<String, RuntimeException> BODY = () -> "value";

    static List<Policy> policies() {
        RateLimiter limiter = RateLimiter.of(
                "lean",
                RateLimiterConfig.builder().limitForPeriod(1_000_000_000).build());
        return List.of(Bulkhead.of("lean", BulkheadConfig.ofDefaults()), limiter, limiter.taking(3));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aCallThatNeedNotWaitAllocatesNothing(Policy policy) {
        calls(policy);
        calls(policy);

        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        calls(policy);
        long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

        assertThat((double) bytes / CALLS).as("bytes per call").isLessThan(1);
    }

    private static void calls(Policy policy) {
        for (int i = 0; i < CALLS; i++) {
            policy.call(BODY);
        }
    }
}
