package io.breaker.fleet;

import java.util.Objects;

/**
 * How a fleet's breaker decides: the asking instance's configuration, so that a store needs none. Rates are percentages,
 * reached at {@code >=}; durations are in milliseconds.
 *
 * @param minimumCalls how many calls the window must hold before its rates count
 * @param failureRate the failure rate at which the fleet opens
 * @param slowCallRate the rate of slow calls at which it opens
 * @param fastCalls how many calls the fast window must hold before its rates count, or 0 for no fast window
 * @param fastRate the rate of failed, or of slow, calls of the fast window at which it opens
 * @param quorumMinimum how many instances must be failing, at least, or all if fewer are alive
 * @param quorumFraction which part of those alive must be failing, from 0 to 1
 * @param waitMillis the first open wait
 * @param waitMultiplier by which factor it grows with each further opening in a row
 * @param longestWaitMillis the longest it gets
 * @param waitScatter a factor about 1 for the wait, drawn anew for each question
 * @param probes how many probes a half-open fleet sends
 * @param leaseMillis for how long an instance may send a probe before it must ask again
 * @param longestHalfOpenMillis how long the probes may take, or 0 for no limit
 * @param closesAfterHalfOpen whether the fleet closes, and does not open again, when they took longer
 * @param rampMillis how long after closing a further opening is one in a row with those before
 * @param reportMillis how old this instance's numbers may be to count
 * @param aliveMillis how long ago this instance may have been heard of to be taken for alive; who has listened for less
 *     does not know of all
 */
public record FleetRules(
        int minimumCalls,
        double failureRate,
        double slowCallRate,
        int fastCalls,
        double fastRate,
        int quorumMinimum,
        double quorumFraction,
        long waitMillis,
        double waitMultiplier,
        long longestWaitMillis,
        double waitScatter,
        int probes,
        long leaseMillis,
        long longestHalfOpenMillis,
        boolean closesAfterHalfOpen,
        long rampMillis,
        long reportMillis,
        long aliveMillis) {

    /** {@return a number that tells rules apart which make instances decide differently, the same in all processes} */
    public int fingerprint() {
        return Objects.hash(
                minimumCalls,
                failureRate,
                slowCallRate,
                fastCalls,
                fastRate,
                quorumMinimum,
                quorumFraction,
                waitMillis,
                waitMultiplier,
                longestWaitMillis,
                probes,
                leaseMillis,
                longestHalfOpenMillis,
                closesAfterHalfOpen,
                rampMillis,
                reportMillis,
                aliveMillis);
    }
}
