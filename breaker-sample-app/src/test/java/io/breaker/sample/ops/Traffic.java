package io.breaker.sample.ops;

import io.breaker.Permit;
import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadFullException;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RequestNotPermittedException;
import io.breaker.sample.Api;
import io.breaker.timelimiter.TimeLimiter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Calls of every kind, round after round until it is closed. The bulkhead is full all the time and refuses. */
final class Traffic implements AutoCloseable {

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Api api;
    private final Bulkhead bulkhead;
    private final ThreadPoolBulkhead pool;
    private final RateLimiter rateLimiter;
    private final TimeLimiter timeLimiter;
    private final Permit onlyPermit;
    private final ScheduledFuture<?> rounds;

    Traffic(Api api, Bulkhead bulkhead, ThreadPoolBulkhead pool, RateLimiter rateLimiter, TimeLimiter timeLimiter) {
        this.api = api;
        this.bulkhead = bulkhead;
        this.pool = pool;
        this.rateLimiter = rateLimiter;
        this.timeLimiter = timeLimiter;
        this.onlyPermit = bulkhead.acquire();
        this.rounds = thread.scheduleWithFixedDelay(this::round, 0, 10, TimeUnit.MILLISECONDS);
    }

    private void round() {
        api.get("/stocks/1/1");
        api.order();
        pool.call(() -> "done");
        timeLimiter.call(() -> "done");
        try {
            bulkhead.call(() -> "done");
        } catch (BulkheadFullException expected) {
            // that is what it is for
        }
        try {
            rateLimiter.call(() -> "done");
        } catch (RequestNotPermittedException expected) {
            // more come than may
        }
    }

    /** Ends it. If a round failed, there were no more of them, and that would be a wrong test. */
    @Override
    public void close() {
        boolean failed = rounds.isDone();
        thread.shutdown();
        onlyPermit.release();
        if (failed) {
            throw new AssertionError("the traffic ended: " + rounds);
        }
    }
}
