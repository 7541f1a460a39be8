package io.breaker.benchmarks.peers;

import dev.failsafe.Bulkhead;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.Policy;
import dev.failsafe.RateLimiter;
import dev.failsafe.function.CheckedSupplier;

/** Failsafe's limits, with executors that are made once. It does not tell how many permits there are. */
final class FailsafeLimit implements Limit {

    private final CheckedSupplier<String> work;
    private final FailsafeExecutor<String> guarded;

    private FailsafeLimit(LimitSettings settings, Policy<String> policy) {
        this.work = settings.work()::get;
        this.guarded = Failsafe.with(policy);
    }

    static Limit bulkhead(LimitSettings settings) {
        return new FailsafeLimit(settings, Bulkhead.of(settings.permits()));
    }

    static Limit burstyRate(LimitSettings settings) {
        return new FailsafeLimit(
                settings,
                RateLimiter.<String>burstyBuilder(settings.permits(), settings.period())
                        .build());
    }

    static Limit smoothRate(LimitSettings settings) {
        return new FailsafeLimit(
                settings,
                RateLimiter.<String>smoothBuilder(settings.permits(), settings.period())
                        .build());
    }

    @Override
    public String call() {
        return guarded.get(work);
    }

    @Override
    public long refused() {
        return -1;
    }
}
