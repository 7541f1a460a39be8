package io.breaker.spring.actuate;

import io.breaker.Nanos;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RateLimiterSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields that the health component and the endpoint of the rate limiters have in common, in the same order. */
final class RateLimiterFields {

    private RateLimiterFields() {}

    static Map<String, Object> of(RateLimiterSnapshot now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("availablePermissions", now.availablePermissions());
        fields.put("numberOfWaitingThreads", now.waitingThreads());
        return fields;
    }

    /**
     * Whether it is certain that a call that came now would be refused: there is no permit, and those who wait have taken all
     * that come back within the time-out.
     *
     * @param now the numbers
     * @param config says how fast permits come back, and how long a call waits for its own
     * @return whether it is certain
     */
    static boolean isRefusing(RateLimiterSnapshot now, RateLimiterConfig config) {
        long interval = Nanos.of(config.limitRefreshPeriod()) / config.limitForPeriod();
        long timeout = Nanos.of(config.timeoutDuration());
        long takenAtLeast = timeout / interval + (timeout % interval == 0 ? 0 : 1);
        return now.availablePermissions() == 0 && now.waitingThreads() >= takenAtLeast;
    }
}
