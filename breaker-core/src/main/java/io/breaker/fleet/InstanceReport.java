package io.breaker.fleet;

/**
 * What a store keeps of an instance's last report.
 *
 * @param epoch the state under which the calls were counted
 * @param time when it came, in milliseconds of the store's clock
 * @param window the calls in the window
 * @param fast the calls of the last moments
 * @param open whether the instance had opened by itself
 * @param rules the fingerprint of its rules
 */
record InstanceReport(long epoch, long time, FleetTally window, FleetTally fast, boolean open, int rules) {

    static InstanceReport of(FleetReport report, long now) {
        return new InstanceReport(
                report.known().epoch(),
                now,
                report.window(),
                report.fast(),
                report.open(),
                report.rules().fingerprint());
    }

    InstanceReport at(long time) {
        return new InstanceReport(epoch, time, window, fast, open, rules);
    }
}
