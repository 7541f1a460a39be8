package io.breaker.benchmarks.fleet;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A breaker that was brought into a state, and stays there for as long as any benchmark runs. */
public final class Subject implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final State state;
    private final CircuitBreaker breaker;
    private final Runnable closing;

    private Subject(State state, CircuitBreaker breaker, Runnable closing) {
        this.state = state;
        this.breaker = breaker;
        this.closing = closing;
    }

    /**
     * Makes one.
     *
     * @param side whose
     * @param state {@code CLOSED}, {@code OPEN}, or {@code HALF_OPEN} with all probes under way
     * @return a breaker in that state
     */
    public static Subject of(PathSide side, State state) {
        CircuitBreakerConfig config = config(side, state);
        if (side.isFleet()) {
            Pair pair = new Pair(config);
            pair.bring(state);
            if (side != PathSide.FLEET) {
                pair.loseRedis(side == PathSide.FLEET_FROZEN, state);
            }
            return new Subject(state, pair.ours, pair::close);
        }
        CircuitBreaker breaker = CircuitBreaker.of("alone", config);
        if (state != State.CLOSED) {
            fail(breaker, config.minimumNumberOfCalls());
        }
        if (state == State.HALF_OPEN) {
            takeAllProbes(breaker);
        }
        return new Subject(state, breaker, () -> {});
    }

    private static CircuitBreakerConfig config(PathSide side, State state) {
        CircuitBreakerConfig.Builder builder = CircuitBreakerConfig.builder()
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(10)
                .minimumNumberOfCalls(20)
                .slowCallDurationThreshold(Duration.ofHours(1))
                .waitDurationInOpenState(state == State.OPEN ? Duration.ofHours(1) : Duration.ofMillis(1))
                .permittedNumberOfCallsInHalfOpenState(3)
                .fleetEnabled(side.isFleet());
        return side == PathSide.LOCAL_FAST ? builder.fastWindowCalls(10).build() : builder.build();
    }

    static void fail(CircuitBreaker breaker, int calls) {
        for (int i = 0; i < calls; i++) {
            CircuitBreaker.Permit permit = breaker.tryAcquire();
            if (permit != null) {
                permit.failure(new IllegalStateException("the payment provider does not answer"));
            }
        }
    }

    /** Probes that never end. */
    static void takeAllProbes(CircuitBreaker breaker) {
        until(() -> breaker.tryAcquire() != null);
        until(() -> breaker.tryAcquire() == null);
    }

    static void until(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new IllegalStateException("it does not come about");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** {@return the breaker} */
    public CircuitBreaker breaker() {
        return breaker;
    }

    /**
     * Looks whether what was measured is what was meant.
     *
     * @throws IllegalStateException if the breaker is in another state by now
     */
    public void check() {
        if (breaker.state() != state || (breaker.tryAcquire() == null) == (state == State.CLOSED)) {
            throw new IllegalStateException("the breaker is " + breaker.state() + " and not " + state);
        }
    }

    @Override
    public void close() {
        closing.run();
    }
}
