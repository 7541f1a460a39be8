package io.breaker.fleet;

/**
 * Counted calls.
 *
 * @param calls all, those that are running for too long among them
 * @param failed the failed ones
 * @param slow the slow ones, failed or not
 */
public record FleetTally(long calls, long failed, long slow) {

    /** No calls. */
    public static final FleetTally NONE = new FleetTally(0, 0, 0);
}
