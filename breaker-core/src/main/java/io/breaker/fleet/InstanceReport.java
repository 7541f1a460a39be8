package io.breaker.fleet;

/**
 * What a store keeps of an instance's last report.
 *
 * @param epoch the state under which the calls were counted
 * @param time when it came, in milliseconds of the store's clock
 * @param window the calls in the window
 * @param fast the calls of the last moments
 * @param open whether the instance had opened by itself
 * @param reportMillis for how long the numbers count
 * @param aliveMillis for how long the instance is taken for alive
 * @param rules the fingerprint of its rules
 */
record InstanceReport(
        long epoch,
        long time,
        FleetTally window,
        FleetTally fast,
        boolean open,
        long reportMillis,
        long aliveMillis,
        int rules) {

    static InstanceReport of(FleetReport report, long now) {
        return new InstanceReport(
                report.known().epoch(),
                now,
                report.window(),
                report.fast(),
                report.open(),
                report.rules().reportMillis(),
                report.rules().aliveMillis(),
                report.rules().fingerprint());
    }

    InstanceReport at(long time) {
        return new InstanceReport(epoch, time, window, fast, open, reportMillis, aliveMillis, rules);
    }

    boolean isAlive(long now) {
        return now - time <= aliveMillis;
    }

    /** Whether its numbers count for the state with that epoch. */
    boolean counts(long current, long now) {
        return epoch == current && now - time <= reportMillis;
    }
}
