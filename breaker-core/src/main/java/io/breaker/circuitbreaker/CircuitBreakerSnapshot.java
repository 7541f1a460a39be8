package io.breaker.circuitbreaker;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A breaker at one moment. Running calls that are overdue count as slow calls, in the rates too, where the configuration
 * says that they do: these are the numbers that the breaker decides on. In {@code OPEN} they are those that opened it.
 *
 * @param name the breaker's name
 * @param state its state
 * @param since when the state began, on the wall clock
 * @param cause why it began, or {@code null} for the first one
 * @param failureRate percent of the recorded calls, or -1 below the minimum number of calls
 * @param slowCallRate percent of the recorded calls, or -1 below the minimum number of calls
 * @param bufferedCalls recorded calls
 * @param failedCalls the failed ones among them
 * @param slowCalls the slow ones among them, failed or not
 * @param slowFailedCalls those that were both
 * @param notPermittedCalls refused calls since the breaker was made
 * @param callsInFlight calls that are running
 * @param callsOverdue those among them that have been running for longer than a call may
 * @param starved whether calls come so seldom that its time window has never held the minimum in ten times its length,
 *     though there are some: as they come, they cannot trip it
 * @param admittedShare percent of the calls that are let through, in the states that let calls through: less than 100 while
 *     it grows after an outage
 * @param retryAfter in {@code OPEN} the time until the next probe, otherwise zero
 */
public record CircuitBreakerSnapshot(
        String name,
        CircuitBreaker.State state,
        Instant since,
        @Nullable TransitionCause cause,
        double failureRate,
        double slowCallRate,
        int bufferedCalls,
        int failedCalls,
        int slowCalls,
        int slowFailedCalls,
        long notPermittedCalls,
        int callsInFlight,
        int callsOverdue,
        boolean starved,
        double admittedShare,
        Duration retryAfter) {

    /** {@return the recorded calls that did not fail} */
    public int successfulCalls() {
        return bufferedCalls - failedCalls;
    }
}
