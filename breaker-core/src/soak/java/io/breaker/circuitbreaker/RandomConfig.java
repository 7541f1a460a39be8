package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Configurations with small windows and short waits, so that much happens in little time. */
final class RandomConfig {

    private static final List<State> FIRST_STATES = List.of(State.CLOSED, State.OPEN, State.HALF_OPEN);

    private RandomConfig() {}

    static CircuitBreakerConfig next(RandomGenerator random) {
        CircuitBreakerConfig.Builder config = CircuitBreakerConfig.builder()
                .failureRateThreshold(20 + random.nextInt(81))
                .slowCallRateThreshold(20 + random.nextInt(81))
                .slowCallDurationThreshold(Duration.ofMillis(2 + random.nextInt(10)))
                .countSlowCallsInFlight(random.nextInt(4) != 0)
                .minimumNumberOfCalls(1 + random.nextInt(40))
                .permittedNumberOfCallsInHalfOpenState(1 + random.nextInt(10))
                .maxWaitDurationInHalfOpenState(Duration.ofMillis(Math.max(0, random.nextInt(100) - 50)))
                .transitionToStateAfterWaitDuration(random.nextBoolean() ? State.OPEN : State.CLOSED)
                .waitDurationInOpenState(Duration.ofMillis(1 + random.nextInt(20)))
                .enableExponentialBackoff(random.nextBoolean())
                .exponentialBackoffMultiplier(2)
                .exponentialMaxWaitDurationInOpenState(Duration.ofMillis(50))
                .enableRandomizedWait(random.nextBoolean())
                .automaticTransitionFromOpenToHalfOpenEnabled(random.nextBoolean())
                .initialState(FIRST_STATES.get(random.nextInt(3)))
                .writableStackTraceEnabled(random.nextInt(10) == 0);
        window(config, random);
        extremes(config, random);
        outcomes(config, random);
        return config.build();
    }

    private static void window(CircuitBreakerConfig.Builder config, RandomGenerator random) {
        boolean count = random.nextBoolean();
        config.slidingWindowType(count ? SlidingWindowType.COUNT_BASED : SlidingWindowType.TIME_BASED)
                .slidingWindowSize(1 + random.nextInt(count ? 200 : 3));
    }

    private static void extremes(CircuitBreakerConfig.Builder config, RandomGenerator random) {
        if (random.nextBoolean()) {
            config.fastWindowCalls(1 + random.nextInt(20))
                    .fastWindowRate(50 + random.nextInt(51))
                    .fastWindowSpan(Duration.ofMillis(1 + random.nextInt(50)));
        }
        if (random.nextBoolean()) {
            config.recoveryRampDuration(Duration.ofMillis(random.nextInt(30)))
                    .recoveryInitialShare(1 + random.nextInt(100));
        }
    }

    private static void outcomes(CircuitBreakerConfig.Builder config, RandomGenerator random) {
        if (random.nextBoolean()) {
            config.ignoreExceptions(Fault.Ignorable.class);
        }
        if (random.nextBoolean()) {
            config.ignoreExceptionPredicate(thrown -> says(thrown.getMessage(), "failed late"));
        }
        if (random.nextBoolean()) {
            config.recordFailurePredicate(thrown -> !says(thrown.getMessage(), "failed inside"));
        }
        if (random.nextBoolean()) {
            config.recordResultPredicate(result -> says(result, Fault.UNWANTED));
        }
        if (random.nextInt(4) == 0) {
            config.exceptionClassifier(thrown -> says(thrown.getMessage(), "failed"));
        }
    }

    private static boolean says(@Nullable Object text, String expected) {
        if (Objects.equals(text, Fault.BREAKS_PREDICATES)) {
            throw new IllegalStateException("a predicate that throws");
        }
        return Objects.equals(text, expected);
    }
}
