package io.breaker.spring.actuate;

import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.ratelimiter.RateLimiterSnapshot;
import io.breaker.spring.config.ConfigFields;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Shows the rate limiters: their permits, who waits, how many were refused, and their configuration. */
@Endpoint(id = "ratelimiters")
public final class RateLimitersEndpoint {

    private final RateLimiterRegistry registry;

    /**
     * Makes the endpoint.
     *
     * @param registry the rate limiters
     */
    public RateLimitersEndpoint(RateLimiterRegistry registry) {
        this.registry = registry;
    }

    /** {@return all rate limiters, by name} */
    @ReadOperation
    public Map<String, Object> rateLimiters() {
        Map<String, Object> byName = new TreeMap<>();
        registry.all().forEach(limiter -> byName.put(limiter.name(), describe(limiter)));
        return Map.of("rateLimiters", byName);
    }

    /**
     * Shows one rate limiter.
     *
     * @param name its name
     * @return what there is to know, or {@code null} if there is no such rate limiter
     */
    @ReadOperation
    public @Nullable Map<String, Object> rateLimiter(@Selector String name) {
        return registry.find(name).map(RateLimitersEndpoint::describe).orElse(null);
    }

    private static Map<String, Object> describe(RateLimiter limiter) {
        RateLimiterSnapshot now = limiter.snapshot();
        Map<String, Object> fields = RateLimiterFields.of(now);
        fields.put("rejectedCalls", now.rejectedCalls());
        fields.put("config", ConfigFields.of(limiter.config()));
        return fields;
    }
}
