package io.breaker.circuitbreaker;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lets a growing share of calls through, so that what has just come back is not run over. The share grows in proportion to
 * the time, from an initial one on; of a share of one third, every third call goes. Lock-free. Source: the slow start of
 * Envoy's load balancers, with an aggression of 1.
 */
final class Ramp {

    private static final long ONE = 1L << 32;

    private final long sinceNanos;
    private final long durationNanos;
    private final double initialShare;
    /** What calls have saved up: who brings it to one goes. The start is random: instances must not all begin with a call. */
    private final AtomicLong saved = new AtomicLong(ThreadLocalRandom.current().nextLong(ONE));

    private Ramp(long sinceNanos, long durationNanos, double initialShare) {
        this.sinceNanos = sinceNanos;
        this.durationNanos = durationNanos;
        this.initialShare = initialShare;
    }

    /** {@return a ramp that began then, or {@code null} if the configuration wants none} */
    static @Nullable Ramp of(CircuitBreakerConfig config, long sinceNanos) {
        return config.rampNanos == 0
                ? null
                : new Ramp(sinceNanos, config.rampNanos, config.recoveryInitialShare() / 100);
    }

    Ramp reconfigured(CircuitBreakerConfig changed) {
        return new Ramp(sinceNanos, changed.rampNanos, changed.recoveryInitialShare() / 100);
    }

    boolean isOver(long nowNanos) {
        return nowNanos - sinceNanos >= durationNanos;
    }

    /** {@return the share of calls that goes, from 0 to 1} */
    double share(long nowNanos) {
        return isOver(nowNanos) ? 1 : Math.max(initialShare, (double) (nowNanos - sinceNanos) / durationNanos);
    }

    /** Whether one call goes. */
    boolean admits(long nowNanos) {
        long part = (long) (share(nowNanos) * ONE);
        long before;
        long sum;
        do {
            before = saved.get();
            sum = before + part;
        } while (!saved.compareAndSet(before, sum >= ONE ? sum - ONE : sum));
        return sum >= ONE;
    }
}
