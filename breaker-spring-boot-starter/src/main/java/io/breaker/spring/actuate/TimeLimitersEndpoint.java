package io.breaker.spring.actuate;

import io.breaker.spring.config.ConfigFields;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterRegistry;
import io.breaker.timelimiter.TimeLimiterSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Shows the time limiters: how their calls ended, and their configuration. */
@Endpoint(id = "timelimiters")
public final class TimeLimitersEndpoint {

    private final TimeLimiterRegistry registry;

    /**
     * Makes the endpoint.
     *
     * @param registry the time limiters
     */
    public TimeLimitersEndpoint(TimeLimiterRegistry registry) {
        this.registry = registry;
    }

    /** {@return all time limiters, by name} */
    @ReadOperation
    public Map<String, Object> timeLimiters() {
        Map<String, Object> byName = new TreeMap<>();
        registry.all().forEach(limiter -> byName.put(limiter.name(), describe(limiter)));
        return Map.of("timeLimiters", byName);
    }

    /**
     * Shows one time limiter.
     *
     * @param name its name
     * @return what there is to know, or {@code null} if there is no such time limiter
     */
    @ReadOperation
    public @Nullable Map<String, Object> timeLimiter(@Selector String name) {
        return registry.find(name).map(TimeLimitersEndpoint::describe).orElse(null);
    }

    private static Map<String, Object> describe(TimeLimiter limiter) {
        TimeLimiterSnapshot now = limiter.snapshot();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("successfulCalls", now.successfulCalls());
        fields.put("failedCalls", now.failedCalls());
        fields.put("timedOutCalls", now.timedOutCalls());
        fields.put("config", ConfigFields.of(limiter.config()));
        return fields;
    }
}
