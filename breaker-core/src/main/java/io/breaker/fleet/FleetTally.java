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

    FleetTally plus(FleetTally more) {
        return new FleetTally(calls + more.calls, failed + more.failed, slow + more.slow);
    }

    boolean hasBad() {
        return failed > 0 || slow > 0;
    }
}
