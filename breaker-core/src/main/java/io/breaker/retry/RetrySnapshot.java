package io.breaker.retry;

/**
 * The ended calls of a retry since it was made.
 *
 * @param name the retry's name
 * @param successfulWithoutRetry succeeded at the first attempt
 * @param successfulWithRetry succeeded at a later one
 * @param failedWithoutRetry failed at the first attempt, with what is not retried
 * @param failedWithRetry failed after more than one attempt
 */
public record RetrySnapshot(
        String name,
        long successfulWithoutRetry,
        long successfulWithRetry,
        long failedWithoutRetry,
        long failedWithRetry) {}
