package io.breaker.circuitbreaker;

import io.breaker.ManualTimer;
import io.breaker.TimeSource;
import io.breaker.Timer;
import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the races are run on. */
final class Breakers {

    static final CircuitBreakerConfig CONFIG = config().build();
    static final CircuitBreakerConfig WOKEN =
            config().automaticTransitionFromOpenToHalfOpenEnabled(true).build();

    private static final TimeSource STANDING_STILL = () -> 0;

    private Breakers() {}

    static CircuitBreakerConfig.Builder config() {
        return CircuitBreakerConfig.builder()
                .slidingWindowSize(10)
                .slowCallDurationThreshold(Duration.ofSeconds(1))
                .waitDurationInOpenState(Duration.ofSeconds(10));
    }

    static CircuitBreaker breaker(CircuitBreakerConfig config) {
        return breaker(config, STANDING_STILL, new ManualTimer(STANDING_STILL));
    }

    static CircuitBreaker breaker(CircuitBreakerConfig config, TimeSource time, Timer timer) {
        return new CircuitBreaker(new StateMachine("race", config, time, () -> Instant.EPOCH, timer));
    }

    static CircuitBreaker halfOpen(int probes) {
        CircuitBreaker breaker =
                breaker(config().permittedNumberOfCallsInHalfOpenState(probes).build());
        breaker.halfOpen();
        return breaker;
    }

    static @Nullable Permit tryAcquire(CircuitBreaker breaker) {
        try {
            return breaker.acquire();
        } catch (CallNotPermittedException refused) {
            return null;
        }
    }

    static String describe(Tally tally) {
        return tally.calls() + " " + tally.failed() + " " + tally.slow() + " " + tally.slowFailed();
    }

    static void fail(Permit permit) {
        permit.failure(new Failure());
    }

    /** Made millions of times, so without a stack trace. */
    private static final class Failure extends Exception {

        Failure() {
            super("the guarded code failed", null, false, false);
        }
    }
}
