package io.breaker.spring.cloud;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.circuitbreaker.CircuitBreaker;

/** One breaker of the registry, looked up for each call: one that is removed and made again is the new one here, too. */
final class BreakerCircuitBreaker implements CircuitBreaker {

    private final Supplier<io.breaker.circuitbreaker.CircuitBreaker> breaker;

    BreakerCircuitBreaker(Supplier<io.breaker.circuitbreaker.CircuitBreaker> breaker) {
        this.breaker = breaker;
    }

    @Override
    public <T> T run(Supplier<T> toRun, Function<@Nullable Throwable, T> fallback) {
        try {
            return breaker.get().call(toRun::get);
        } catch (Throwable thrown) {
            return fallback.apply(thrown);
        }
    }
}
