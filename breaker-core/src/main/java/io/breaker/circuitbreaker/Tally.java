package io.breaker.circuitbreaker;

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
