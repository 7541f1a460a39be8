package io.breaker.benchmarks.peers;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.github.resilience4j.ratelimiter.internal.SemaphoreBasedRateLimiter;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Resilience4j's limits, with suppliers that are decorated once, and refusals without a stack trace. It counts refusals for
 * listeners alone, and a listener would have events made for all calls.
 */
final class Resilience4jLimit {

    private Resilience4jLimit() {}

    static Limit bulkhead(LimitSettings settings) {
        BulkheadConfig config = BulkheadConfig.custom()
                .maxConcurrentCalls(settings.permits())
                .maxWaitDuration(Duration.ZERO)
                .writableStackTraceEnabled(false)
                .build();
        Bulkhead bulkhead = Bulkhead.of(settings.name(), config);
        return new OfCalls(bulkhead, Bulkhead.decorateSupplier(bulkhead, settings.work()));
    }

    static Limit clockRate(LimitSettings settings) {
        return rate(new AtomicRateLimiter(settings.name(), config(settings)), settings);
    }

    static Limit scheduledRate(LimitSettings settings) {
        return rate(new SemaphoreBasedRateLimiter(settings.name(), config(settings)), settings);
    }

    private static RateLimiterConfig config(LimitSettings settings) {
        return RateLimiterConfig.custom()
                .limitForPeriod(settings.permits())
                .limitRefreshPeriod(settings.period())
                .timeoutDuration(Duration.ZERO)
                .writableStackTraceEnabled(false)
                .build();
    }

    private static Limit rate(RateLimiter limiter, LimitSettings settings) {
        return new OfRate(limiter, RateLimiter.decorateSupplier(limiter, settings.work()));
    }

    private record OfCalls(Bulkhead bulkhead, Supplier<String> guarded) implements Limit {

        @Override
        public String call() {
            return guarded.get();
        }

        @Override
        public long refused() {
            return -1;
        }

        @Override
        public int held() {
            Bulkhead.Metrics now = bulkhead.getMetrics();
            return now.getMaxAllowedConcurrentCalls() - now.getAvailableConcurrentCalls();
        }

        @Override
        public void exhaust() {
            while (bulkhead.tryAcquirePermission()) {}
        }
    }

    private record OfRate(RateLimiter limiter, Supplier<String> guarded) implements Limit {

        @Override
        public String call() {
            return guarded.get();
        }

        @Override
        public long refused() {
            return -1;
        }

        @Override
        public void exhaust() {
            while (limiter.acquirePermission()) {}
        }
    }
}
