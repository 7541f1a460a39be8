package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.breaker.Body;
import io.breaker.TimeSource;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.InMemoryFleetStore;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The closed success path allocates nothing. Measured, not timed: it does not matter how fast the machine is. */
class AllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 100_000;
    private static final Body<String, RuntimeException> BODY = () -> "value";

    @ParameterizedTest
    @EnumSource(SlidingWindowType.class)
    void aSuccessfulCallThroughAClosedBreakerAllocatesNothing(SlidingWindowType type) {
        CircuitBreaker breaker = CircuitBreaker.of(
                "lean", CircuitBreakerConfig.builder().slidingWindowType(type).build(), TimeSource.precise());
        calls(breaker);
        calls(breaker);

        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        calls(breaker);
        long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

        assertThat((double) bytes / CALLS).as("bytes per call").isLessThan(1);
    }

    @ParameterizedTest
    @EnumSource(SlidingWindowType.class)
    void norDoesOneInAFleet(SlidingWindowType type) {
        CircuitBreaker breaker = CircuitBreaker.of(
                "lean",
                CircuitBreakerConfig.builder()
                        .slidingWindowType(type)
                        .fleetEnabled(true)
                        .build());
        try (CircuitBreakerFleet fleet = CircuitBreakerFleet.of(new InMemoryFleetStore(), FleetConfig.ofDefaults())) {
            fleet.join(breaker).join();
            calls(breaker);
            calls(breaker);

            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            calls(breaker);
            long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

            assertThat((double) bytes / CALLS).as("bytes per call").isLessThan(1);
        }
    }

    private static void calls(CircuitBreaker breaker) {
        for (int i = 0; i < CALLS; i++) {
            breaker.call(BODY);
        }
    }
}
