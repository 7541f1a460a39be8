package io.breaker.circuitbreaker;

import io.breaker.Backoff;
import io.breaker.Nanos;
import io.breaker.fleet.FleetConfig;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether a fleet's store answers, and how soon to ask it again if it does not. It is lost when it has not answered for a
 * while. The waits between further tries are drawn from nothing to twice a wait that grows to five seconds. For the fleet's
 * thread alone.
 */
final class FleetAttachment {

    private static final Backoff RETRY = new Backoff(100_000_000L, 2, 5_000_000_000L, 0.9);

    private final long detachAfterNanos;
    private final RandomGenerator random;
    private boolean attached;
    private @Nullable String failure;
    private Instant since;
    private long sinceNanos;
    private int failures;
    private long unansweredNanos;
    private long detachedNanos;
    private long exchanges;
    private long failedExchanges;
    private long exchangeNanos;

    FleetAttachment(FleetConfig config, RandomGenerator random, long nowNanos, Instant now) {
        this.detachAfterNanos = Nanos.of(config.detachAfter());
        this.random = random;
        this.since = now;
        this.sinceNanos = nowNanos;
    }

    /** Whether it is known that the store does not answer. */
    boolean isLost() {
        return !attached && failure != null;
    }

    /** A question is sent. */
    void asked(long nowNanos) {
        if (failures == 0) {
            unansweredNanos = nowNanos;
        }
    }

    void answered(long tookNanos, long nowNanos, Instant now) {
        exchanges++;
        exchangeNanos += tookNanos;
        failures = 0;
        if (!attached) {
            detachedNanos += nowNanos - sinceNanos;
            turn(true, nowNanos, now);
            failure = null;
        }
    }

    /** {@return whether this makes it certain that the store does not answer} */
    boolean failed(String why, long nowNanos, Instant now) {
        failedExchanges++;
        failures++;
        if (isLost()) {
            failure = why;
            return false;
        }
        if (patienceNanos(nowNanos) > 0) {
            return false;
        }
        failure = why;
        if (attached) {
            turn(false, nowNanos, now);
        }
        return true;
    }

    private void turn(boolean to, long nowNanos, Instant now) {
        attached = to;
        sinceNanos = nowNanos;
        since = now;
    }

    boolean isFailing() {
        return failures > 0;
    }

    private long patienceNanos(long nowNanos) {
        return detachAfterNanos - (nowNanos - unansweredNanos);
    }

    /** The last try before patience ends is at its end. */
    long retryNanos(long nowNanos) {
        long wait = RETRY.nanos(failures, random.nextDouble());
        return isLost() ? wait : Math.min(wait, patienceNanos(nowNanos));
    }

    Status status(long nowNanos) {
        return new Status(
                attached,
                since,
                failure,
                exchanges,
                failedExchanges,
                exchangeNanos,
                attached ? detachedNanos : detachedNanos + nowNanos - sinceNanos);
    }

    /** All of it, for others to read. */
    record Status(
            boolean attached,
            Instant since,
            @Nullable String failure,
            long exchanges,
            long failedExchanges,
            long exchangeNanos,
            long detachedNanos) {}
}
