package io.breaker;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How waits grow and scatter: the n-th wait is {@code initial * multiplier^(n-1)}, at most {@code max}, and then drawn
 * uniformly from {@code wait * (1 - randomFactor)} to {@code wait * (1 + randomFactor)}, or to {@code max} if that is less:
 * at the limit, too, waits are scattered. For policies.
 *
 * <p>Source: exponential backoff and jitter as in "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @param initialNanos the first wait, not negative
 * @param multiplier by how much each wait is longer than the one before, at least 1
 * @param maxNanos no wait is longer than this
 * @param randomFactor by which part of itself a wait may differ, from 0 to below 1
 */
public record Backoff(long initialNanos, double multiplier, long maxNanos, double randomFactor) {

    /**
     * The wait of an attempt.
     *
     * @param attempt counted from 1
     * @return nanoseconds, not negative
     */
    public long nanos(int attempt) {
        return nanos(attempt, ThreadLocalRandom.current().nextDouble());
    }

    /** {@return the same with the random number given, from 0 to below 1} */
    public long nanos(int attempt, double random) {
        double max = (double) maxNanos;
        double grown = Math.min(initialNanos * Math.pow(multiplier, attempt - 1.0), max);
        double least = grown * (1 - randomFactor);
        double most = Math.min(grown * (1 + randomFactor), max);
        double scattered = least + random * (most - least);
        return Math.min((long) scattered, maxNanos); // the limit as a double may be rounded up
    }
}
