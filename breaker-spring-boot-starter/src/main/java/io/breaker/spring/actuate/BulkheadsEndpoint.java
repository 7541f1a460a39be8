package io.breaker.spring.actuate;

import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.BulkheadSnapshot;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadSnapshot;
import io.breaker.spring.config.ConfigFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Shows the bulkheads of both kinds: their numbers and their configuration. A bulkhead and a thread-pool bulkhead may have the
 * same name, so answers are lists, in which each entry says its name and its type.
 */
@Endpoint(id = "bulkheads")
public final class BulkheadsEndpoint {

    private final BulkheadRegistry semaphores;
    private final ThreadPoolBulkheadRegistry threadPools;

    /**
     * Makes the endpoint.
     *
     * @param semaphores the bulkheads
     * @param threadPools the thread-pool bulkheads
     */
    public BulkheadsEndpoint(BulkheadRegistry semaphores, ThreadPoolBulkheadRegistry threadPools) {
        this.semaphores = semaphores;
        this.threadPools = threadPools;
    }

    /** {@return all bulkheads, in the order of their names, the thread pool last where there are both} */
    @ReadOperation
    public Map<String, Object> bulkheads() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        semaphores.all().stream().map(BulkheadsEndpoint::describe).forEach(all::add);
        threadPools.all().stream().map(BulkheadsEndpoint::describe).forEach(all::add);
        all.sort( // stable: of two of one name the thread pool stays last
                Comparator.comparing(fields -> String.valueOf(fields.get("name"))));
        return Map.of("bulkheads", all);
    }

    /**
     * Shows the bulkheads of one name: one, or one of each kind.
     *
     * @param name the name
     * @return what there is to know, or {@code null} if there is no such bulkhead
     */
    @ReadOperation
    public @Nullable Map<String, Object> bulkhead(@Selector String name) {
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        Optional<Bulkhead> semaphore = semaphores.find(name);
        Optional<ThreadPoolBulkhead> threadPool = threadPools.find(name);
        semaphore.map(BulkheadsEndpoint::describe).ifPresent(found::add);
        threadPool.map(BulkheadsEndpoint::describe).ifPresent(found::add);
        return found.isEmpty() ? null : Map.of("bulkheads", found);
    }

    private static Map<String, @Nullable Object> describe(Bulkhead bulkhead) {
        BulkheadSnapshot now = bulkhead.snapshot();
        Map<String, @Nullable Object> fields = begin(now.name(), "SEMAPHORE");
        fields.put("availableConcurrentCalls", now.availableConcurrentCalls());
        fields.put("maxAllowedConcurrentCalls", now.maxAllowedConcurrentCalls());
        fields.put("waitingCalls", now.waitingCalls());
        fields.put("rejectedCalls", now.rejectedCalls());
        fields.put("config", ConfigFields.of(bulkhead.config()));
        return fields;
    }

    private static Map<String, @Nullable Object> describe(ThreadPoolBulkhead bulkhead) {
        ThreadPoolBulkheadSnapshot now = bulkhead.snapshot();
        Map<String, @Nullable Object> fields = begin(now.name(), "THREAD_POOL");
        fields.put("threadPoolSize", now.threadPoolSize());
        fields.put("coreThreadPoolSize", now.coreThreadPoolSize());
        fields.put("maxThreadPoolSize", now.maxThreadPoolSize());
        fields.put("activeThreadCount", now.activeThreadCount());
        fields.put("runningCalls", now.runningCalls());
        fields.put("queueDepth", now.queueDepth());
        fields.put("queueCapacity", now.queueCapacity());
        fields.put("rejectedCalls", now.rejectedCalls());
        fields.put("config", ConfigFields.of(bulkhead.config()));
        return fields;
    }

    private static Map<String, @Nullable Object> begin(String name, String type) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("type", type);
        return fields;
    }
}
