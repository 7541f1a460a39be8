package io.breaker.spring.metrics;

import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Breakers on a clock that stands still unless it is moved, a meter registry, and short words for both. */
abstract class MeteredBreakers {

    final AtomicLong nanos = new AtomicLong();
    private final CircuitBreakerConfig config = CircuitBreakerConfig.builder()
            .slidingWindowSize(4)
            .minimumNumberOfCalls(4)
            .permittedNumberOfCallsInHalfOpenState(1)
            .slowCallDurationThreshold(Duration.ofSeconds(1))
            .waitDurationInOpenState(Duration.ofSeconds(10))
            .ignoreExceptions(IllegalArgumentException.class)
            .build();
    final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(name -> config, nanos::get);
    final MeterRegistry meters = new SimpleMeterRegistry();
    final CircuitBreakerMetrics metrics = new CircuitBreakerMetrics(breakers, "breaker");

    void call(CircuitBreaker breaker, Duration duration, @Nullable Exception thrown) {
        CircuitBreaker.Permit permit = breaker.acquire();
        nanos.addAndGet(duration.toNanos());
        if (thrown == null) {
            permit.success();
        } else {
            permit.failure(thrown);
        }
    }

    static void refuse(CircuitBreaker breaker) {
        try {
            breaker.acquire();
        } catch (CallNotPermittedException expected) {
            return;
        }
        throw new AssertionError("the call was let through");
    }

    static void bring(CircuitBreaker breaker, State state) {
        switch (state) {
            case CLOSED -> breaker.close();
            case OPEN -> breaker.open();
            case HALF_OPEN -> breaker.halfOpen();
            case FORCED_OPEN -> breaker.forceOpen();
            case DISABLED -> breaker.disable();
            case METRICS_ONLY -> breaker.metricsOnly();
        }
    }

    double gauge(String name, String... tags) {
        return meters.get("breaker.circuitbreaker." + name)
                .tag("name", "redis")
                .tags(tags)
                .gauge()
                .value();
    }

    Timer timer(String kind) {
        return meters.get("breaker.circuitbreaker.calls")
                .tags("name", "redis", "kind", kind)
                .timer();
    }

    double notPermitted(String name) {
        return meters.get("breaker.circuitbreaker.not.permitted.calls")
                .tags("name", name, "kind", "not_permitted")
                .functionCounter()
                .count();
    }

    double transitions(String from, String to) {
        return meters.get("breaker.circuitbreaker.transitions")
                .tags("name", "redis", "from", from, "to", to)
                .counter()
                .count();
    }

    static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
