package io.breaker.fleet;

import java.util.function.Consumer;

/** Rules for tests, of which each changes what it is about. */
public final class TestRules {

    public int minimumCalls = 10;
    public double failureRate = 50;
    public double slowCallRate = 100;
    public int fastCalls = 0;
    public double fastRate = 90;
    public int quorumMinimum = 2;
    public double quorumFraction = 0;
    public long waitMillis = 1_000;
    public double waitMultiplier = 2;
    public long longestWaitMillis = 60_000;
    public double waitScatter = 1;
    public int probes = 3;
    public long leaseMillis = 500;
    public long longestHalfOpenMillis = 0;
    public boolean closesAfterHalfOpen = false;
    public long rampMillis = 10_000;
    public long reportMillis = 5_000;
    public long aliveMillis = 15_000;

    public static FleetRules with(Consumer<TestRules> changes) {
        TestRules rules = new TestRules();
        changes.accept(rules);
        return rules.build();
    }

    public FleetRules build() {
        return new FleetRules(
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
                waitScatter,
                probes,
                leaseMillis,
                longestHalfOpenMillis,
                closesAfterHalfOpen,
                rampMillis,
                reportMillis,
                aliveMillis);
    }
}
