package io.breaker.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryConfig;
import io.breaker.retry.RetryRegistry;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterConfig;
import io.breaker.timelimiter.TimeLimiterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusScrapeTest {

    private final AtomicLong nanos = new AtomicLong();
    private final CircuitBreakerRegistry breakers =
            CircuitBreakerRegistry.of(name -> CircuitBreakerConfig.ofDefaults(), nanos::get);
    private final RetryRegistry retries = RetryRegistry.of(RetryConfig.ofDefaults());
    private final BulkheadRegistry bulkheads = BulkheadRegistry.of(BulkheadConfig.ofDefaults());
    private final ThreadPoolBulkheadRegistry pools =
            ThreadPoolBulkheadRegistry.of(ThreadPoolBulkheadConfig.ofDefaults());
    private final RateLimiterRegistry rateLimiters =
            RateLimiterRegistry.of(name -> RateLimiterConfig.ofDefaults(), nanos::get);
    private final TimeLimiterRegistry timeLimiters = TimeLimiterRegistry.of(TimeLimiterConfig.ofDefaults());
    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @ParameterizedTest
    @ValueSource(strings = {"breaker", "resilience4j"})
    void theNamesAndTypesAreThoseThatDashboardsKnow(String prefix) {
        bind(prefix);
        breakers.circuitBreaker("redis");
        breakers.circuitBreaker("payment");
        retries.retry("redis");
        bulkheads.bulkhead("redis");
        pools.threadPoolBulkhead("redis");
        rateLimiters.rateLimiter("redis");
        timeLimiters.timeLimiter("redis");

        assertThat(PrometheusText.parse(prometheus.scrape()).types(""))
                .isEqualTo(Map.ofEntries(
                        Map.entry(prefix + "_circuitbreaker_state", "gauge"),
                        Map.entry(prefix + "_circuitbreaker_calls_seconds", "summary"),
                        Map.entry(prefix + "_circuitbreaker_calls_seconds_max", "gauge"),
                        Map.entry(prefix + "_circuitbreaker_not_permitted_calls_total", "counter"),
                        Map.entry(prefix + "_circuitbreaker_buffered_calls", "gauge"),
                        Map.entry(prefix + "_circuitbreaker_slow_calls", "gauge"),
                        Map.entry(prefix + "_circuitbreaker_failure_rate", "gauge"),
                        Map.entry(prefix + "_circuitbreaker_slow_call_rate", "gauge"),
                        Map.entry(prefix + "_circuitbreaker_failure_rate_threshold", "gauge"),
                        Map.entry(prefix + "_circuitbreaker_slow_call_rate_threshold", "gauge"),
                        Map.entry(prefix + "_circuitbreaker_calls_in_flight", "gauge"),
                        Map.entry(prefix + "_circuitbreaker_calls_overdue", "gauge"),
                        Map.entry(prefix + "_circuitbreaker_transitions_total", "counter"),
                        Map.entry(prefix + "_retry_calls_total", "counter"),
                        Map.entry(prefix + "_bulkhead_available_concurrent_calls", "gauge"),
                        Map.entry(prefix + "_bulkhead_max_allowed_concurrent_calls", "gauge"),
                        Map.entry(prefix + "_bulkhead_rejected_calls_total", "counter"),
                        Map.entry(prefix + "_bulkhead_queue_depth", "gauge"),
                        Map.entry(prefix + "_bulkhead_queue_capacity", "gauge"),
                        Map.entry(prefix + "_bulkhead_thread_pool_size", "gauge"),
                        Map.entry(prefix + "_bulkhead_max_thread_pool_size", "gauge"),
                        Map.entry(prefix + "_bulkhead_core_thread_pool_size", "gauge"),
                        Map.entry(prefix + "_bulkhead_active_thread_count", "gauge"),
                        Map.entry(prefix + "_bulkhead_thread_pool_rejected_calls_total", "counter"),
                        Map.entry(prefix + "_ratelimiter_available_permissions", "gauge"),
                        Map.entry(prefix + "_ratelimiter_waiting_threads", "gauge"),
                        Map.entry(prefix + "_ratelimiter_rejected_calls_total", "counter"),
                        Map.entry(prefix + "_timelimiter_calls_total", "counter")));
    }

    @Test
    void aScrapeIsWellFormedAndHasNoNaNInAnyState() {
        bind("breaker");
        CircuitBreaker redis = breakers.circuitBreaker("redis");
        breakers.circuitBreaker("name with \"quotes\", a \\ and a\nline feed");
        for (CircuitBreaker.State state : CircuitBreaker.State.values()) {
            switch (state) {
                case CLOSED -> redis.close();
                case OPEN -> redis.open();
                case HALF_OPEN -> redis.halfOpen();
                case FORCED_OPEN -> redis.forceOpen();
                case DISABLED -> redis.disable();
                case METRICS_ONLY -> redis.metricsOnly();
            }
            assertThat(PrometheusText.parse(prometheus.scrape()).samples("breaker_"))
                    .hasSizeGreaterThan(40)
                    .noneMatch(sample -> sample.endsWith("NaN"));
        }
    }

    @Test
    void valuesArriveInTheScrape() {
        bind("breaker");
        CircuitBreaker redis = breakers.circuitBreaker("redis");
        CircuitBreaker.Permit permit = redis.acquire();
        nanos.addAndGet(1_500_000_000L);
        permit.success();
        redis.forceOpen();

        PrometheusText scrape = PrometheusText.parse(prometheus.scrape());

        assertThat(scrape.value("breaker_circuitbreaker_calls_seconds_count", "{kind=successful, name=redis}"))
                .isEqualTo(1);
        assertThat(scrape.value("breaker_circuitbreaker_calls_seconds_sum", "{kind=successful, name=redis}"))
                .isEqualTo(1.5);
        assertThat(scrape.value("breaker_circuitbreaker_state", "{name=redis, state=forced_open}"))
                .isEqualTo(1);
        assertThat(scrape.value(
                        "breaker_circuitbreaker_transitions_total", "{from=closed, name=redis, to=forced_open}"))
                .isEqualTo(1);
        assertThat(scrape.helps("breaker_")).doesNotContain("", " ");
    }

    @Test
    void valuesOfTheOtherPoliciesArriveInTheScrape() {
        bind("breaker");
        bulkheads.bulkhead("redis").acquire();
        rateLimiters.rateLimiter("redis").acquire();
        timeLimiters.timeLimiter("redis").note(TimeLimiter.Outcome.TIMEOUT);
        pools.threadPoolBulkhead("redis");

        PrometheusText scrape = PrometheusText.parse(prometheus.scrape());

        assertThat(scrape.value("breaker_bulkhead_available_concurrent_calls", "{name=redis}"))
                .isEqualTo(24);
        assertThat(scrape.value("breaker_bulkhead_queue_capacity", "{name=redis}"))
                .isEqualTo(100);
        assertThat(scrape.value("breaker_ratelimiter_available_permissions", "{name=redis}"))
                .isEqualTo(49);
        assertThat(scrape.value("breaker_timelimiter_calls_total", "{kind=timeout, name=redis}"))
                .isEqualTo(1);
        assertThat(scrape.helps("breaker_")).doesNotContain("", " ");
    }

    private void bind(String prefix) {
        new CircuitBreakerMetrics(breakers, prefix).bindTo(prometheus);
        new RetryMetrics(retries, prefix).bindTo(prometheus);
        new BulkheadMetrics(bulkheads, prefix).bindTo(prometheus);
        new ThreadPoolBulkheadMetrics(pools, prefix).bindTo(prometheus);
        new RateLimiterMetrics(rateLimiters, prefix).bindTo(prometheus);
        new TimeLimiterMetrics(timeLimiters, prefix).bindTo(prometheus);
    }
}
