package io.breaker.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.Body;
import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadFullException;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.spring.config.ConfigFields;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkheadsEndpointTest {

    private final BulkheadRegistry semaphores =
            BulkheadRegistry.of(BulkheadConfig.builder().maxConcurrentCalls(2).build());
    private final ThreadPoolBulkheadRegistry threadPools =
            ThreadPoolBulkheadRegistry.of(ThreadPoolBulkheadConfig.builder()
                    .coreThreadPoolSize(1)
                    .maxThreadPoolSize(2)
                    .queueCapacity(1)
                    .build());
    private final BulkheadsEndpoint endpoint = new BulkheadsEndpoint(semaphores, threadPools);

    @AfterEach
    void endThreads() {
        threadPools.close();
    }

    @Test
    void showsNumbersAndConfigurationOfABulkhead() {
        Bulkhead redis = semaphores.bulkhead("redis");
        redis.acquire();
        assertThat(entry("redis")).containsEntry("availableConcurrentCalls", 1);
        redis.acquire();
        assertThatThrownBy(redis::acquire).isInstanceOf(BulkheadFullException.class);

        assertThat(entry("redis").keySet())
                .containsExactly(
                        "name",
                        "type",
                        "availableConcurrentCalls",
                        "maxAllowedConcurrentCalls",
                        "waitingCalls",
                        "rejectedCalls",
                        "config");
        assertThat(entry("redis"))
                .containsEntry("name", "redis")
                .containsEntry("type", "SEMAPHORE")
                .containsEntry("availableConcurrentCalls", 0)
                .containsEntry("maxAllowedConcurrentCalls", 2)
                .containsEntry("waitingCalls", 0)
                .containsEntry("rejectedCalls", 1L)
                .containsEntry("config", ConfigFields.of(redis.config()));
    }

    @Test
    void showsNumbersAndConfigurationOfAThreadPool() {
        ThreadPoolBulkhead redis = threadPools.threadPoolBulkhead("redis");
        CompletableFuture<String> result = new CompletableFuture<>();
        CountDownLatch end = new CountDownLatch(1);
        Body<CompletableFuture<String>, InterruptedException> running = () -> {
            end.await(); // on the thread: one that were free again could run the next call, too
            return result;
        };
        for (int i = 0; i < 3; i++) {
            redis.callAsync(running);
        }
        assertThat(redis.callAsync(running)).isCompletedExceptionally();

        assertThat(entry("redis"))
                .containsEntry("name", "redis")
                .containsEntry("type", "THREAD_POOL")
                .containsEntry("threadPoolSize", 2)
                .containsEntry("coreThreadPoolSize", 1)
                .containsEntry("maxThreadPoolSize", 2)
                .containsEntry("runningCalls", 2)
                .containsEntry("queueDepth", 1)
                .containsEntry("queueCapacity", 1)
                .containsEntry("rejectedCalls", 1L)
                .containsEntry("config", ConfigFields.of(redis.config()))
                .containsKey("activeThreadCount");
        end.countDown();
        result.complete("done");
    }

    @Test
    void listsBothKindsByNameAndTellsThemApartWhereTheyShareIt() {
        threadPools.threadPoolBulkhead("both");
        threadPools.threadPoolBulkhead("a");
        semaphores.bulkhead("both");
        semaphores.bulkhead("z");

        assertThat(entries(endpoint.bulkheads()))
                .extracting(fields -> fields.get("name") + " " + fields.get("type"))
                .containsExactly("a THREAD_POOL", "both SEMAPHORE", "both THREAD_POOL", "z SEMAPHORE");
        assertThat(entries(Objects.requireNonNull(endpoint.bulkhead("both"))))
                .extracting(fields -> fields.get("type"))
                .containsExactly("SEMAPHORE", "THREAD_POOL");
        assertThat(entries(Objects.requireNonNull(endpoint.bulkhead("a")))).hasSize(1);
    }

    @Test
    void knowsNothingOfAnUnknownNameAndCreatesNothing() {
        assertThat(endpoint.bulkhead("ghost")).isNull();
        assertThat(semaphores.all()).isEmpty();
        assertThat(threadPools.all()).isEmpty();
        assertThat(endpoint.bulkheads()).isEqualTo(Map.of("bulkheads", List.of()));
    }

    private Map<String, @Nullable Object> entry(String name) {
        return entries(Objects.requireNonNull(endpoint.bulkhead(name))).get(0);
    }

    @SuppressWarnings("unchecked") // what the endpoint answers
    private static List<Map<String, @Nullable Object>> entries(Map<String, Object> answer) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(answer.get("bulkheads"));
    }
}
