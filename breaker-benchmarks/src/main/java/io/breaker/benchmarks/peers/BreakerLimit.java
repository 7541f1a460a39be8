package io.breaker.benchmarks.peers;

import io.breaker.AdmissionPolicy;
import io.breaker.Body;
import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadSnapshot;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;

/** This library's limits. */
final class BreakerLimit {

    private BreakerLimit() {}

    static Limit bulkhead(LimitSettings settings) {
        BulkheadConfig config =
                BulkheadConfig.builder().maxConcurrentCalls(settings.permits()).build();
        return new OfCalls(Bulkhead.of(settings.name(), config), settings.work()::get);
    }

    static Limit rate(LimitSettings settings) {
        RateLimiterConfig config = RateLimiterConfig.builder()
                .limitForPeriod(settings.permits())
                .limitRefreshPeriod(settings.period())
                .build();
        return new OfRate(RateLimiter.of(settings.name(), config), settings.work()::get);
    }

    private static void exhaust(AdmissionPolicy policy, int permits) {
        for (int i = 0; i < permits; i++) {
            policy.acquire();
        }
    }

    private record OfCalls(Bulkhead bulkhead, Body<String, RuntimeException> body) implements Limit {

        @Override
        public String call() {
            return bulkhead.call(body);
        }

        @Override
        public long refused() {
            return bulkhead.snapshot().rejectedCalls();
        }

        @Override
        public int held() {
            BulkheadSnapshot now = bulkhead.snapshot();
            return now.maxAllowedConcurrentCalls() - now.availableConcurrentCalls();
        }

        @Override
        public void exhaust() {
            BreakerLimit.exhaust(bulkhead, bulkhead.config().maxConcurrentCalls());
        }
    }

    private record OfRate(RateLimiter limiter, Body<String, RuntimeException> body) implements Limit {

        @Override
        public String call() {
            return limiter.call(body);
        }

        @Override
        public long refused() {
            return limiter.snapshot().rejectedCalls();
        }

        @Override
        public void exhaust() {
            BreakerLimit.exhaust(limiter, limiter.config().limitForPeriod());
        }
    }
}
