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

    /**
     * The failed calls as a percentage, by the rule of a breaker's own rates.
     *
     * @param minimumCalls how many calls make a rate, at least
     * @return from 0 to 100, or -1 if the calls are fewer
     */
    public double failureRate(int minimumCalls) {
        return rate(failed, minimumCalls);
    }

    /** {@return the same of the slow calls} */
    public double slowCallRate(int minimumCalls) {
        return rate(slow, minimumCalls);
    }

    private double rate(long bad, int minimumCalls) {
        return calls == 0 || calls < minimumCalls ? -1 : 100.0 * bad / calls;
    }

    FleetTally plus(FleetTally more) {
        return new FleetTally(calls + more.calls, failed + more.failed, slow + more.slow);
    }

    boolean hasBad() {
        return failed > 0 || slow > 0;
    }
}
