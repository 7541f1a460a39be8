package io.breaker.ratelimiter;

/**
 * The numbers of a rate limiter at one moment.
 *
 * @param name the rate limiter's name
 * @param availablePermissions how many permits there are now; 0 while calls wait for theirs
 * @param waitingThreads how many calls wait, those that wait without a thread included
 * @param rejectedCalls how many were refused since the rate limiter was made
 */
public record RateLimiterSnapshot(String name, int availablePermissions, int waitingThreads, long rejectedCalls) {}
