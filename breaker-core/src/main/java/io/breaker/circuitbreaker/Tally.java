package io.breaker.circuitbreaker;

import io.breaker.fleet.FleetTally;

/**
 * What a window holds.
 *
 * @param calls recorded calls
 * @param failed the failed ones among them
 * @param slow the slow ones among them, failed or not
 * @param slowFailed those that were both
 */
record Tally(int calls, int failed, int slow, int slowFailed) {

    static final Tally NONE = new Tally(0, 0, 0, 0);

    /** More calls than an {@code int} holds keep their rates. */
    static Tally of(long calls, long failed, long slow, long slowFailed) {
        int shift = Math.max(0, 34 - Long.numberOfLeadingZeros(calls));
        return new Tally((int) (calls >>> shift), (int) (failed >>> shift), (int) (slow >>> shift), (int)
                (slowFailed >>> shift));
    }

    /** Those of a fleet, which does not say which failed calls were slow. */
    static Tally of(FleetTally tally) {
        return of(tally.calls(), tally.failed(), tally.slow(), 0);
    }

    double failureRate() {
        return 100.0 * failed / calls;
    }

    double slowCallRate() {
        return 100.0 * slow / calls;
    }

    Tally plusSlow(int more) {
        return more == 0 ? this : new Tally(calls + more, failed, slow + more, slowFailed);
    }
}
