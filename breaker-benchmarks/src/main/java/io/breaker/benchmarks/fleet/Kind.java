package io.breaker.benchmarks.fleet;

import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.SlidingWindowType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** How the instances of a service protect themselves. */
enum Kind {
    /** Each by itself. */
    LOCAL("local"),
    /** Each by itself, with the fast window and the ramp that a fleet has by default. */
    LOCAL_FAST("local, fast window"),
    /** As a fleet. */
    FLEET("fleet"),
    /** By a breaker in Redis that is asked for each call. */
    PER_CALL("Redis for each call");

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Whether calls wait for Redis, and need threads of their own. */
    boolean blocks() {
        return this == PER_CALL;
    }

    CircuitBreakerConfig config() {
        CircuitBreakerConfig.Builder builder = CircuitBreakerConfig.builder()
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(10)
                .failureRateThreshold(50)
                .minimumNumberOfCalls(20)
                .waitDurationInOpenState(Duration.ofSeconds(5))
                .permittedNumberOfCallsInHalfOpenState(3);
        return switch (this) {
            case LOCAL, PER_CALL -> builder.build();
            case LOCAL_FAST ->
                builder.fastWindowCalls(10)
                        .recoveryRampDuration(Duration.ofSeconds(30))
                        .build();
            case FLEET -> builder.fleetEnabled(true).build();
        };
    }

    /** The breakers of as many instances of one service, told apart from others by a name. */
    List<Guard> guards(int instances, Connections connections, String name) {
        CircuitBreakerConfig config = config();
        switch (this) {
            case FLEET -> {
                var factory = connections.create();
                return IntStream.range(0, instances)
                        .mapToObj(i -> BreakerGuard.inFleet(config, factory, name, "i" + i))
                        .toList();
            }
            case PER_CALL -> {
                return Collections.nCopies(
                        instances, (Guard) new PerCallGuard(connections.create(), "percall:" + name, config));
            }
            default -> {
                return IntStream.range(0, instances)
                        .mapToObj(i -> BreakerGuard.local(config))
                        .toList();
            }
        }
    }
}
