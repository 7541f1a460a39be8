package io.breaker.timelimiter;

/**
 * The ended calls of a time limiter since it was made.
 *
 * @param name the time limiter's name
 * @param successfulCalls returned in time
 * @param failedCalls threw in time, or were called off
 * @param timedOutCalls took too long
 */
public record TimeLimiterSnapshot(String name, long successfulCalls, long failedCalls, long timedOutCalls) {}
