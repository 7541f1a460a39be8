package io.breaker.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.RejectedCallException;
import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiter.Outcome;
import io.breaker.timelimiter.TimeLimiterConfig;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The endpoints of those policies whose events are refusals and time-outs. */
class RefusalEventsTest {

    private static void refused(Runnable call, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(catchThrowable(call::run)).isInstanceOf(RejectedCallException.class);
        }
    }

    @Nested
    class OfBulkheads {

        private final BulkheadRegistry semaphores = BulkheadRegistry.of(
                BulkheadConfig.builder().maxConcurrentCalls(1).build());
        private final ThreadPoolBulkheadRegistry threadPools =
                ThreadPoolBulkheadRegistry.of(ThreadPoolBulkheadConfig.ofDefaults());
        private final BulkheadEventsEndpoint endpoint =
                new BulkheadEventsEndpoint(semaphores, name -> 5, threadPools, name -> name.equals("silent") ? 0 : 5);

        @Test
        void countTheCallsThatBothKindsRefuse() {
            Bulkhead semaphore = semaphores.bulkhead("redis");
            semaphore.acquire();
            refused(semaphore::acquire, 1000);
            ThreadPoolBulkhead threadPool = threadPools.threadPoolBulkhead("redis");
            threadPool.close();
            refused(() -> threadPool.call(() -> "never"), 3);

            List<Map<String, Object>> events = Events.of("bulkheadEvents", endpoint.eventsOf("redis"));
            assertThat(Events.count(of("SEMAPHORE", events))).isEqualTo(1000);
            assertThat(of("SEMAPHORE", events)).hasSizeBetween(1, 2); // a minute may end meanwhile
            assertThat(Events.count(of("THREAD_POOL", events))).isEqualTo(3);
            assertThat(events.get(0))
                    .containsOnlyKeys("bulkheadName", "type", "creationTime", "bulkheadType", "count", "lastTime")
                    .containsEntry("bulkheadName", "redis")
                    .containsEntry("type", "CALL_REJECTED");
            assertThat(endpoint.events()).isEqualTo(endpoint.eventsOfType("redis", "call_rejected"));
        }

        @Test
        void areFoundWhereOneKindHasTheName() {
            threadPools.threadPoolBulkhead("pool");
            ThreadPoolBulkhead silent = threadPools.threadPoolBulkhead("silent");
            silent.close();
            refused(() -> silent.call(() -> "never"), 1);

            assertThat(Events.of("bulkheadEvents", endpoint.eventsOf("pool"))).isEmpty();
            assertThat(Events.of("bulkheadEvents", endpoint.eventsOf("silent"))).isEmpty();
            assertThat(Events.missing(endpoint.eventsOf("ghost"))).isEqualTo("There is no bulkhead 'ghost'.");
            assertThat(Events.missing(endpoint.eventsOfType("pool", "ERROR")))
                    .isEqualTo("type is 'ERROR': must be one of CALL_REJECTED, CONFIG_CHANGE.");
        }

        @Test
        void areNotKeptOnceTheEndpointIsClosed() {
            Bulkhead semaphore = semaphores.bulkhead("redis");
            semaphore.acquire();
            endpoint.close();
            refused(semaphore::acquire, 1);

            assertThat(Events.of("bulkheadEvents", endpoint.events())).isEmpty();
        }

        private static List<Map<String, Object>> of(String type, List<Map<String, Object>> events) {
            return events.stream()
                    .filter(event -> type.equals(event.get("bulkheadType")))
                    .toList();
        }
    }

    @Nested
    class OfRateLimiters {

        private final RateLimiterRegistry registry = RateLimiterRegistry.of(RateLimiterConfig.builder()
                .limitForPeriod(1)
                .limitRefreshPeriod(Duration.ofDays(1))
                .build());
        private final RateLimiterEventsEndpoint endpoint = new RateLimiterEventsEndpoint(registry, name -> 5);

        @Test
        void countTheCallsThatAreRefused() {
            RateLimiter limiter = registry.rateLimiter("redis");
            limiter.acquire();
            refused(limiter::acquire, 1000);

            List<Map<String, Object>> events = Events.of("rateLimiterEvents", endpoint.eventsOf("redis"));
            assertThat(events).hasSizeBetween(1, 2); // a minute may end meanwhile
            assertThat(Events.count(events)).isEqualTo(1000);
            assertThat(events.get(0))
                    .containsOnlyKeys("rateLimiterName", "type", "creationTime", "count", "lastTime")
                    .containsEntry("rateLimiterName", "redis")
                    .containsEntry("type", "FAILED_ACQUIRE");
            assertThat(endpoint.events()).isEqualTo(endpoint.eventsOfType("redis", "failed-acquire"));
        }

        @Test
        void areNotFoundWithoutTheNameOrTheType() {
            RateLimiter limiter = registry.rateLimiter("redis");
            limiter.acquire();
            endpoint.close();
            refused(limiter::acquire, 1);

            assertThat(Events.of("rateLimiterEvents", endpoint.events())).isEmpty();
            assertThat(Events.missing(endpoint.eventsOf("ghost"))).isEqualTo("There is no rate limiter 'ghost'.");
            assertThat(Events.missing(endpoint.eventsOfType("redis", "DRAINED")))
                    .isEqualTo("type is 'DRAINED': must be one of FAILED_ACQUIRE, CONFIG_CHANGE.");
        }
    }

    @Nested
    class OfTimeLimiters {

        private final TimeLimiterRegistry registry = TimeLimiterRegistry.of(TimeLimiterConfig.builder()
                .timeoutDuration(Duration.ofMillis(1500))
                .build());
        private final TimeLimiterEventsEndpoint endpoint = new TimeLimiterEventsEndpoint(registry, name -> 5);

        @Test
        void areTheLatestTimeOutsWithTheirLimit() {
            TimeLimiter limiter = registry.timeLimiter("redis");
            limiter.note(Outcome.SUCCESSFUL);
            limiter.note(Outcome.FAILED);
            for (int i = 0; i < 7; i++) {
                limiter.note(Outcome.TIMEOUT);
            }

            List<Map<String, Object>> events = Events.of("timeLimiterEvents", endpoint.eventsOf("redis"));
            assertThat(events).hasSize(5);
            assertThat(events.get(0))
                    .containsOnlyKeys("timeLimiterName", "type", "creationTime", "durationInMs")
                    .containsEntry("timeLimiterName", "redis")
                    .containsEntry("type", "TIMEOUT")
                    .containsEntry("durationInMs", 1500L);
            assertThat(endpoint.events()).isEqualTo(endpoint.eventsOfType("redis", "timeout"));
        }

        @Test
        void areNotFoundWithoutTheNameOrTheType() {
            endpoint.close();
            registry.timeLimiter("redis").note(Outcome.TIMEOUT);

            assertThat(Events.of("timeLimiterEvents", endpoint.events())).isEmpty();
            assertThat(Events.missing(endpoint.eventsOf("ghost"))).isEqualTo("There is no time limiter 'ghost'.");
            assertThat(Events.missing(endpoint.eventsOfType("redis", "SUCCESS")))
                    .isEqualTo("type is 'SUCCESS': must be one of TIMEOUT, CONFIG_CHANGE.");
        }
    }
}
