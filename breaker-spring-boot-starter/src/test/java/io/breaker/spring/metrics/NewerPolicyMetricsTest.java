package io.breaker.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadFullException;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.ratelimiter.RequestNotPermittedException;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterConfig;
import io.breaker.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters of bulkheads, rate limiters and time limiters: names, tags and numbers. */
class NewerPolicyMetricsTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final BulkheadRegistry bulkheads =
            BulkheadRegistry.of(BulkheadConfig.builder().maxConcurrentCalls(3).build());
    private final ThreadPoolBulkheadRegistry pools = ThreadPoolBulkheadRegistry.of(ThreadPoolBulkheadConfig.builder()
            .coreThreadPoolSize(1)
            .maxThreadPoolSize(2)
            .queueCapacity(4)
            .build());
    private final RateLimiterRegistry rateLimiters = RateLimiterRegistry.of(
            name -> RateLimiterConfig.builder()
                    .limitForPeriod(2)
                    .timeoutDuration(Duration.ofMillis(600))
                    .build(),
            () -> 0);
    private final TimeLimiterRegistry timeLimiters = TimeLimiterRegistry.of(TimeLimiterConfig.ofDefaults());

    @AfterEach
    void endThreads() {
        pools.close();
    }

    @Test
    void ofABulkhead() {
        new BulkheadMetrics(bulkheads, "breaker").bindTo(meters);
        Bulkhead redis = bulkheads.bulkhead("redis");
        assertThat(numbers())
                .isEqualTo(Map.of(
                        "breaker.bulkhead.available.concurrent.calls{name=redis}", 3.0,
                        "breaker.bulkhead.max.allowed.concurrent.calls{name=redis}", 3.0,
                        "breaker.bulkhead.rejected.calls{name=redis}", 0.0));

        for (int i = 0; i < 3; i++) {
            redis.acquire();
        }
        assertThatThrownBy(redis::acquire).isInstanceOf(BulkheadFullException.class);
        redis.reconfigure(redis.config().toBuilder().maxConcurrentCalls(5).build());

        assertThat(numbers())
                .isEqualTo(Map.of(
                        "breaker.bulkhead.available.concurrent.calls{name=redis}", 2.0,
                        "breaker.bulkhead.max.allowed.concurrent.calls{name=redis}", 5.0,
                        "breaker.bulkhead.rejected.calls{name=redis}", 1.0));
    }

    @Test
    void ofAThreadPoolBulkhead() {
        new ThreadPoolBulkheadMetrics(pools, "breaker").bindTo(meters);
        ThreadPoolBulkhead redis = pools.threadPoolBulkhead("redis");
        CompletableFuture<Integer> running = new CompletableFuture<>();
        for (int i = 0; i < 5; i++) {
            redis.callAsync(() -> running);
        }

        Map<String, Double> full = numbers();

        assertThat(full.remove("breaker.bulkhead.active.thread.count{name=redis}"))
                .isBetween(0.0, 2.0);
        assertThat(full.remove("breaker.bulkhead.thread.pool.size{name=redis}"))
                .isBetween(1.0, 2.0); // the first may be idle again when the second call comes
        assertThat(full)
                .isEqualTo(Map.of(
                        "breaker.bulkhead.queue.depth{name=redis}", 3.0,
                        "breaker.bulkhead.queue.capacity{name=redis}", 4.0,
                        "breaker.bulkhead.max.thread.pool.size{name=redis}", 2.0,
                        "breaker.bulkhead.core.thread.pool.size{name=redis}", 1.0,
                        "breaker.bulkhead.thread.pool.rejected.calls{name=redis}", 0.0));
        redis.callAsync(() -> running);
        assertThat(redis.callAsync(() -> running)).isCompletedExceptionally();
        assertThat(numbers()).containsEntry("breaker.bulkhead.thread.pool.rejected.calls{name=redis}", 1.0);
        running.complete(1);
    }

    @Test
    void ofARateLimiter() {
        new RateLimiterMetrics(rateLimiters, "breaker").bindTo(meters);
        RateLimiter redis = rateLimiters.rateLimiter("redis");
        redis.acquire();
        assertThat(numbers())
                .isEqualTo(Map.of(
                        "breaker.ratelimiter.available.permissions{name=redis}", 1.0,
                        "breaker.ratelimiter.waiting_threads{name=redis}", 0.0,
                        "breaker.ratelimiter.rejected.calls{name=redis}", 0.0));

        redis.acquire();
        CompletableFuture<?> waiting = redis.acquireAsync();
        assertThatThrownBy(redis::acquire).isInstanceOf(RequestNotPermittedException.class);

        Map<String, Double> numbers = numbers();
        waiting.cancel(false);
        assertThat(numbers)
                .containsEntry("breaker.ratelimiter.available.permissions{name=redis}", 0.0)
                .containsEntry("breaker.ratelimiter.rejected.calls{name=redis}", 1.0);
        assertThat(numbers()).containsEntry("breaker.ratelimiter.waiting_threads{name=redis}", 0.0);
    }

    @Test
    void ofATimeLimiter() {
        new TimeLimiterMetrics(timeLimiters, "breaker").bindTo(meters);
        TimeLimiter redis = timeLimiters.timeLimiter("redis");
        for (int i = 0; i < 3; i++) {
            redis.note(TimeLimiter.Outcome.SUCCESSFUL);
        }
        redis.note(TimeLimiter.Outcome.FAILED);
        redis.note(TimeLimiter.Outcome.FAILED);
        redis.note(TimeLimiter.Outcome.TIMEOUT);

        assertThat(numbers())
                .isEqualTo(Map.of(
                        "breaker.timelimiter.calls{kind=successful, name=redis}", 3.0,
                        "breaker.timelimiter.calls{kind=failed, name=redis}", 2.0,
                        "breaker.timelimiter.calls{kind=timeout, name=redis}", 1.0));
    }

    @Test
    void comeAndGoWithTheirInstance() {
        new BulkheadMetrics(bulkheads, "breaker").bindTo(meters);
        new ThreadPoolBulkheadMetrics(pools, "breaker").bindTo(meters);
        new RateLimiterMetrics(rateLimiters, "breaker").bindTo(meters);
        new TimeLimiterMetrics(timeLimiters, "breaker").bindTo(meters);
        bulkheads.bulkhead("redis");
        pools.threadPoolBulkhead("redis");
        rateLimiters.rateLimiter("redis");
        timeLimiters.timeLimiter("redis");
        assertThat(numbers()).hasSize(3 + 7 + 3 + 3);

        bulkheads.remove("redis");
        pools.remove("redis");
        rateLimiters.remove("redis");
        timeLimiters.remove("redis");
        assertThat(meters.getMeters()).isEmpty();

        rateLimiters.rateLimiter("redis");
        assertThat(numbers()).hasSize(3);
    }

    @Test
    void aBulkheadAndAThreadPoolMayShareTheirName() {
        new BulkheadMetrics(bulkheads, "breaker").bindTo(meters);
        new ThreadPoolBulkheadMetrics(pools, "breaker").bindTo(meters);
        bulkheads.bulkhead("redis");
        pools.threadPoolBulkhead("redis");
        assertThat(numbers()).hasSize(10);

        pools.remove("redis");
        assertThat(numbers())
                .hasSize(3)
                .allSatisfy((name, value) -> assertThat(name).doesNotContain("thread.pool"));
    }

    private Map<String, Double> numbers() {
        Map<String, Double> numbers = new HashMap<>();
        for (Meter meter : meters.getMeters()) {
            Map<String, String> tags = new TreeMap<>();
            meter.getId().getTags().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
            assertThat(meter.getId().getDescription()).isNotBlank();
            numbers.put(
                    meter.getId().getName() + tags,
                    meter.measure().iterator().next().getValue());
        }
        return numbers;
    }
}
