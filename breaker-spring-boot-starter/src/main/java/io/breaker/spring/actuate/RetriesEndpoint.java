package io.breaker.spring.actuate;

import io.breaker.retry.Retry;
import io.breaker.retry.RetryRegistry;
import io.breaker.retry.RetrySnapshot;
import io.breaker.spring.config.ConfigFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Shows the retries: how their calls ended, and their configuration. */
@Endpoint(id = "retries")
public final class RetriesEndpoint {

    private final RetryRegistry registry;

    /**
     * Makes the endpoint.
     *
     * @param registry the retries
     */
    public RetriesEndpoint(RetryRegistry registry) {
        this.registry = registry;
    }

    /** {@return all retries, by name} */
    @ReadOperation
    public Map<String, Object> retries() {
        Map<String, Object> byName = new TreeMap<>();
        registry.all().forEach(retry -> byName.put(retry.name(), describe(retry)));
        return Map.of("retries", byName);
    }

    /**
     * Shows one retry.
     *
     * @param name its name
     * @return what there is to know, or {@code null} if there is no such retry
     */
    @ReadOperation
    public @Nullable Map<String, Object> retry(@Selector String name) {
        return registry.find(name).map(RetriesEndpoint::describe).orElse(null);
    }

    private static Map<String, Object> describe(Retry retry) {
        RetrySnapshot now = retry.snapshot();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("successfulWithoutRetry", now.successfulWithoutRetry());
        fields.put("successfulWithRetry", now.successfulWithRetry());
        fields.put("failedWithoutRetry", now.failedWithoutRetry());
        fields.put("failedWithRetry", now.failedWithRetry());
        fields.put("config", ConfigFields.of(retry.config()));
        return fields;
    }
}
