package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.Ending.Ignorable;
import io.breaker.circuitbreaker.Ending.Recorded;
import io.breaker.circuitbreaker.Ending.RecordedAndIgnorable;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A configuration of the proofs, in a form that they can print, draw at random and change. */
record Setup(
        SlidingWindowType window,
        int size,
        int minimum,
        int failureRate,
        int slowRate,
        Duration slow,
        boolean countsInFlight,
        int probes,
        Duration openWait,
        double growth,
        Duration longestOpenWait,
        Duration halfOpenWait,
        State afterHalfOpen,
        State initial) {

    private static final List<State> STATES = List.of(State.values());

    static Setup random(Random random) {
        boolean count = random.nextInt(3) > 0;
        int size = count ? 1 + random.nextInt(12) : 1 + random.nextInt(75);
        int minimum = 1 + random.nextInt(count ? size : 6);
        return new Setup(
                count ? SlidingWindowType.COUNT_BASED : SlidingWindowType.TIME_BASED,
                size,
                random.nextInt(40) == 0 ? size + 1 : minimum,
                pick(random, 10, 25, 50, 60, 100),
                pick(random, 20, 50, 75, 100),
                Duration.ofMillis(pick(random, 1, 100, 2_500)),
                random.nextBoolean(),
                1 + random.nextInt(5),
                Duration.ofMillis(pick(random, 50, 1_000, 7_000)),
                pick(random, 1, 1, 2, 3),
                Duration.ofSeconds(pick(random, 5, 30, 1_000)),
                Duration.ofMillis(pick(random, 0, 0, 400, 6_000)),
                random.nextBoolean() ? State.OPEN : State.CLOSED,
                random.nextInt(5) == 0 ? STATES.get(random.nextInt(STATES.size())) : State.CLOSED);
    }

    private static int pick(Random random, int... values) {
        return values[random.nextInt(values.length)];
    }

    /** Other settings, all but the type of the window. */
    Setup changed(Random random) {
        Setup other = random(random);
        int otherSize = random.nextBoolean() || window != other.window ? size : other.size;
        int otherMinimum = Math.min(other.minimum, window == SlidingWindowType.COUNT_BASED ? otherSize : 6);
        return new Setup(
                window,
                otherSize,
                otherMinimum,
                other.failureRate,
                other.slowRate,
                random.nextBoolean() ? slow : other.slow,
                other.countsInFlight,
                other.probes,
                other.openWait,
                other.growth,
                other.longestOpenWait,
                other.halfOpenWait,
                other.afterHalfOpen,
                other.initial);
    }

    /** A time that may matter, a nanosecond more or less, or a part of it. */
    Duration someTime(Random random) {
        Duration bucket = Duration.ofSeconds(size).dividedBy(Math.max(10, Math.min(60, size)));
        List<Duration> matters = List.of(
                slow,
                openWait,
                halfOpenWait,
                window == SlidingWindowType.TIME_BASED ? bucket : slow.dividedBy(3),
                window == SlidingWindowType.TIME_BASED ? Duration.ofSeconds(size) : openWait);
        Duration time = matters.get(random.nextInt(matters.size()));
        return switch (random.nextInt(6)) {
            case 0 -> time.plusNanos(1);
            case 1 -> time.isZero() ? time : time.minusNanos(1);
            case 2 -> Duration.ofNanos((long) (time.toNanos() * random.nextDouble()));
            case 3 -> Duration.ofNanos(1 + random.nextInt(1_000));
            default -> time;
        };
    }

    CircuitBreakerConfig config() {
        return CircuitBreakerConfig.builder()
                .slidingWindowType(window)
                .slidingWindowSize(size)
                .minimumNumberOfCalls(minimum)
                .failureRateThreshold(failureRate)
                .slowCallRateThreshold(slowRate)
                .slowCallDurationThreshold(slow)
                .countSlowCallsInFlight(countsInFlight)
                .permittedNumberOfCallsInHalfOpenState(probes)
                .waitDurationInOpenState(openWait)
                .enableExponentialBackoff(growth > 1)
                .exponentialBackoffMultiplier(growth)
                .exponentialMaxWaitDurationInOpenState(longestOpenWait)
                .maxWaitDurationInHalfOpenState(halfOpenWait)
                .transitionToStateAfterWaitDuration(afterHalfOpen)
                .initialState(initial)
                .recordExceptions(Recorded.class)
                .ignoreExceptions(Ignorable.class, RecordedAndIgnorable.class)
                .recordResultPredicate(Ending::isBad)
                .build();
    }
}
