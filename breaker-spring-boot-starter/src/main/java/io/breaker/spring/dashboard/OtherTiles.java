package io.breaker.spring.dashboard;

import io.breaker.bulkhead.BulkheadSnapshot;
import io.breaker.bulkhead.ThreadPoolBulkheadSnapshot;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterSnapshot;
import io.breaker.spring.config.PolicyKind;
import io.breaker.timelimiter.TimeLimiterSnapshot;
import java.util.List;

/** Turns rate limiters, time limiters and bulkheads into tiles. For one thread. */
final class OtherTiles {

    private final Policies policies;
    private final Rates rates;

    OtherTiles(Policies policies, Rates rates) {
        this.policies = policies;
        this.rates = rates;
    }

    void addTo(List<Tile> tiles) {
        policies.rateLimiters().all().forEach(limiter -> tiles.add(tile(limiter)));
        policies.timeLimiters().all().forEach(limiter -> tiles.add(tile(limiter.snapshot())));
        policies.bulkheads().all().forEach(bulkhead -> tiles.add(tile(bulkhead.snapshot())));
        policies.threadPools().all().forEach(bulkhead -> tiles.add(tile(bulkhead.snapshot())));
    }

    private Tile tile(RateLimiter limiter) {
        RateLimiterSnapshot now = limiter.snapshot();
        CompactTile tile = new CompactTile(PolicyKind.RATELIMITER, now.name());
        tile.figure(
                "permits",
                now.availablePermissions() + " of " + limiter.config().limitForPeriod());
        tile.figure("waiting", now.waitingThreads());
        rejected(tile, now.rejectedCalls());
        return tile.done();
    }

    private Tile tile(TimeLimiterSnapshot now) {
        CompactTile tile = new CompactTile(PolicyKind.TIMELIMITER, now.name());
        long all = now.successfulCalls() + now.failedCalls() + now.timedOutCalls();
        tile.rate("calls/s", rates.perSecond(tile.id() + ":calls", all));
        Double late = rates.perSecond(tile.id() + ":late", now.timedOutCalls());
        tile.rate("timed out/s", late);
        tile.figure("timed out", now.timedOutCalls());
        tile.alarm(late != null && late > 0);
        return tile.done();
    }

    private Tile tile(BulkheadSnapshot now) {
        CompactTile tile = new CompactTile(PolicyKind.BULKHEAD, now.name());
        int max = now.maxAllowedConcurrentCalls();
        tile.figure("running", max - now.availableConcurrentCalls() + " of " + max);
        tile.figure("waiting", now.waitingCalls());
        rejected(tile, now.rejectedCalls());
        return tile.done();
    }

    private Tile tile(ThreadPoolBulkheadSnapshot now) {
        CompactTile tile = new CompactTile(PolicyKind.THREAD_POOL_BULKHEAD, now.name());
        tile.figure("running", now.runningCalls() + " of " + now.maxThreadPoolSize());
        tile.figure("queue", now.queueDepth() + " of " + now.queueCapacity());
        rejected(tile, now.rejectedCalls());
        return tile.done();
    }

    private void rejected(CompactTile tile, long count) {
        Double perSecond = rates.perSecond(tile.id() + ":rejected", count);
        tile.rate("rejected/s", perSecond);
        tile.figure("rejected", count);
        tile.alarm(perSecond != null && perSecond > 0);
    }
}
