package io.breaker.spring.actuate;

import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A registry on a clock that stands still unless it is moved, and short words for what happens to breakers. */
final class Breakers {

    final AtomicLong nanos = new AtomicLong();
    final CircuitBreakerRegistry registry;

    Breakers(CircuitBreakerConfig config) {
        this.registry = CircuitBreakerRegistry.of(name -> config, nanos::get);
    }

    /** Opens at two of four calls, for ten seconds. */
    Breakers() {
        this(config().build());
    }

    static CircuitBreakerConfig.Builder config() {
        return CircuitBreakerConfig.builder()
                .slidingWindowSize(4)
                .minimumNumberOfCalls(4)
                .permittedNumberOfCallsInHalfOpenState(2)
                .waitDurationInOpenState(Duration.ofSeconds(10))
                .ignoreExceptions(IllegalArgumentException.class);
    }

    CircuitBreaker breaker(String name) {
        return registry.circuitBreaker(name);
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    static void succeed(CircuitBreaker breaker) {
        breaker.acquire().success();
    }

    static void fail(CircuitBreaker breaker) {
        breaker.acquire().failure(new IOException("connection refused"));
    }

    static void ignore(CircuitBreaker breaker) {
        breaker.acquire().failure(new IllegalArgumentException("no such thing"));
    }

    static void refuse(CircuitBreaker breaker) {
        try {
            breaker.acquire();
        } catch (CallNotPermittedException expected) {
            return;
        }
        throw new AssertionError("the call was let through");
    }

    static void openByFailures(CircuitBreaker breaker) {
        succeed(breaker);
        succeed(breaker);
        fail(breaker);
        fail(breaker);
    }
}
