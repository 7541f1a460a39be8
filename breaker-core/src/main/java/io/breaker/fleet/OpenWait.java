package io.breaker.fleet;

/** How long a fleet stays open. */
final class OpenWait {

    private OpenWait() {}

    /**
     * The wait of one opening of several in a row. It grows by repeated multiplication: powers come out differently in
     * other languages.
     *
     * @param rules the rules
     * @param openings the how-manieth this is
     * @return milliseconds, at least 1
     */
    static long millis(FleetRules rules, int openings) {
        double longest = Millis.bounded(rules.longestWaitMillis());
        double wait = Millis.bounded(rules.waitMillis());
        for (int i = 1; i < openings && wait < longest && rules.waitMultiplier() > 1; i++) {
            wait *= rules.waitMultiplier();
        }
        return Math.max(1, (long) (Math.min(longest, wait) * rules.waitScatter()));
    }

    /** {@return the longest that any wait can be; how it is scattered is in nobody's rules} */
    static long longestMillis(FleetRules rules) {
        return 2 * Millis.bounded(rules.longestWaitMillis());
    }
}
