package io.breaker.circuitbreaker;

import io.breaker.Backoff;
import io.breaker.Nanos;
import io.breaker.fleet.FleetConfig;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a fleet's store answers, and how soon to ask it again if it does not. It is lost after three failures in a row, or
 * when it has not answered for a while. The waits between further tries are drawn from nothing to twice a wait that grows to
 * five seconds. For the fleet's thread alone.
 */
final class FleetAttachment {

    private static final int FAILURES_IN_A_ROW = 3;
    private static final Backoff RETRY = new Backoff(100_000_000L, 2, 5_000_000_000L, 0.9);

    private final long detachAfterNanos;
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

    FleetAttachment(FleetConfig config, long nowNanos, Instant now) {
        this.detachAfterNanos = Nanos.of(config.detachAfter());
        this.since = now;
        this.sinceNanos = nowNanos;
    }

    boolean isAttached() {
        return attached;
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

    /** {@return whether this ends a time without answers} */
    boolean answered(long tookNanos, long nowNanos, Instant now) {
        exchanges++;
        exchangeNanos += tookNanos;
        failures = 0;
        if (attached) {
            return false;
        }
        detachedNanos += nowNanos - sinceNanos;
        turn(true, nowNanos, now);
        failure = null;
        return true;
    }

    /** {@return whether this makes it certain that the store does not answer} */
    boolean failed(String why, long nowNanos, Instant now) {
        failedExchanges++;
        failures++;
        boolean patient = failures < FAILURES_IN_A_ROW && nowNanos - unansweredNanos < detachAfterNanos;
        if (isLost()) {
            failure = why;
            return false;
        }
        if (patient) {
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

    long retryNanos() {
        return RETRY.nanos(failures);
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
