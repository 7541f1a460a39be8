package io.breaker.ratelimiter;

import io.breaker.Nanos;
import io.breaker.PaddedLong;

/**
 * When permits are there, as one number: the time at which all of them are back. Taking a permit moves it on by the
 * interval in which one comes back, and a call may take permits that are not there yet, to wait for them. Lock-free: who
 * loses a race tries again, and somebody has won.
 *
 * <p>Source: the Generic Cell Rate Algorithm in its form of virtual scheduling, ITU-T Recommendation I.371 (and ATM Forum,
 * Traffic Management Specification 4.0, 1996). The number is its theoretical arrival time, less the tolerance.
 *
 * <p>One object holds for one configuration, so that the number and the price of a permit always fit together.
 *
 * <p>Times are nanoseconds of one clock and compared by subtraction.
 */
final class Reservations {

    final RateLimiterConfig config;
    private final PaddedLong allBackAt;

    /**
     * Begins to count.
     *
     * @param allBackAt when all permits are there: now, unless some are missing
     */
    Reservations(RateLimiterConfig config, long allBackAt) {
        this.config = config;
        this.allBackAt = new PaddedLong(allBackAt);
    }

    /**
     * Takes permits, unless that takes too long.
     *
     * @return how long to wait until they are there, not positive for not at all. If it is longer than the configuration
     *     allows, nothing was taken.
     */
    long take(int permits, long now) {
        long cost = permits * config.intervalNanos;
        long before =
                allBackAt.getAndAdd(0); // a mere read fetches the cache line for reading, and then it is fetched again
        while (true) {
            long after = (before - now > 0 ? before : now) + cost;
            long wait = after - now - config.allNanos;
            if (wait > config.timeoutNanos) {
                return wait;
            }
            long seen = allBackAt.compareAndExchange(before, after);
            if (seen == before) {
                return wait;
            }
            before = seen;
        }
    }

    /** Gives permits back that were taken and not used. */
    void giveBack(int permits) {
        allBackAt.getAndAdd(-permits * config.intervalNanos);
    }

    /**
     * {@return the same reservations for another configuration} What is missing stays as many permits as it was, which come
     * back as fast as that says; but of those that nobody waits for, no more are missing than there are.
     */
    Reservations rescaled(long now, RateLimiterConfig changed) {
        long missing = Math.max(0, allBackAt.get() - now);
        long taken = Math.min(missing, config.allNanos);
        long awaited = missing - taken;
        long stillMissing = Math.min(scaled(taken, changed), changed.allNanos) + scaled(awaited, changed);
        return new Reservations(changed, now + stillMissing);
    }

    private long scaled(long missing, RateLimiterConfig changed) {
        long from = config.intervalNanos;
        long to = changed.intervalNanos;
        double estimate = (double) missing / from * to;
        // in whole permits and the rest of one: the product of the whole could overflow
        return estimate < Nanos.MAX
                ? missing / from * to + Math.round((double) (missing % from) / from * to)
                : Nanos.MAX;
    }

    /** {@return how many permits are there} */
    int available(long now) {
        long missing = Math.max(0, allBackAt.get() - now);
        return (int) (Math.max(0, config.allNanos - missing) / config.intervalNanos);
    }
}
