package io.breaker.spring.actuate;

import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.ratelimiter.RateLimiterSnapshot;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of all rate limiters as one component. A rate limiter that refuses calls is {@code RATE_LIMITED}, and the
 * component is up all the same, because to refuse is its task; unless that one may turn it down.
 */
public final class RateLimitersHealthIndicator extends AbstractHealthIndicator {

    private final RateLimiterRegistry registry;
    private final Predicate<String> isShown;
    private final Predicate<String> mayTurnDown;

    /**
     * Makes the indicator. It looks at the registry anew each time.
     *
     * @param registry the rate limiters
     * @param isShown whether the rate limiter of a name takes part
     * @param mayTurnDown whether the rate limiter of a name, while it refuses calls, turns the whole component down
     */
    public RateLimitersHealthIndicator(
            RateLimiterRegistry registry, Predicate<String> isShown, Predicate<String> mayTurnDown) {
        super("The health of the rate limiters could not be read");
        this.registry = registry;
        this.isShown = isShown;
        this.mayTurnDown = mayTurnDown;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up();
        registry.all().stream()
                .filter(limiter -> isShown.test(limiter.name()))
                .sorted(Comparator.comparing(RateLimiter::name))
                .forEach(limiter -> add(limiter, health));
    }

    private void add(RateLimiter limiter, Health.Builder health) {
        RateLimiterSnapshot now = limiter.snapshot();
        boolean refusing = RateLimiterFields.isRefusing(now, limiter.config());
        // Maps rather than nested Health objects: the same text whatever turns it into JSON.
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("status", refusing ? "RATE_LIMITED" : Status.UP.getCode());
        own.put("details", RateLimiterFields.of(now));
        health.withDetail(limiter.name(), own);
        if (refusing && mayTurnDown.test(limiter.name())) {
            health.down();
        }
    }
}
