package io.breaker.circuitbreaker;

import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A breaker with all that surrounds it in the test's hands. */
final class Lab {

    static final Duration SLOW = Duration.ofMillis(100);
    static final Duration OPEN_WAIT = Duration.ofSeconds(10);

    final ManualTime time = new ManualTime();
    final ManualTimer timer = new ManualTimer(time);
    final List<CircuitBreakerEvent> events = new CopyOnWriteArrayList<>();
    final CircuitBreaker breaker;
    volatile Instant wallClock = Instant.parse("2026-01-01T00:00:00Z");

    Lab(CircuitBreakerConfig config) {
        breaker = new CircuitBreaker(new StateMachine("lab", config, time, () -> wallClock, timer));
    }

    /** A small breaker: a window of 10 calls, all of them needed, 2 probes; with changes. */
    static Lab with(UnaryOperator<CircuitBreakerConfig.Builder> changes) {
        return new Lab(changes.apply(small()).build());
    }

    static Lab create() {
        return with(builder -> builder);
    }

    static CircuitBreakerConfig.Builder small() {
        return CircuitBreakerConfig.builder()
                .slidingWindowSize(10)
                .permittedNumberOfCallsInHalfOpenState(2)
                .slowCallDurationThreshold(SLOW)
                .waitDurationInOpenState(OPEN_WAIT);
    }

    /** In the state, however a person gets there; time does not move, except that an open wait is awaited by hand. */
    static Lab in(State state) {
        Lab lab = create();
        lab.moveTo(state);
        return lab;
    }

    void moveTo(State state) {
        switch (state) {
            case CLOSED -> breaker.close();
            case OPEN -> breaker.open();
            case HALF_OPEN -> breaker.halfOpen();
            case FORCED_OPEN -> breaker.forceOpen();
            case DISABLED -> breaker.disable();
            case METRICS_ONLY -> breaker.metricsOnly();
        }
    }

    Lab recordEvents() {
        breaker.on(CircuitBreakerEvent.class, events::add);
        return this;
    }

    List<Transition> transitions() {
        return events.stream()
                .filter(Transition.class::isInstance)
                .map(Transition.class::cast)
                .toList();
    }

    Permit start() {
        return breaker.acquire();
    }

    void succeed(int times) {
        for (int i = 0; i < times; i++) {
            start().success();
        }
    }

    void fail(int times) {
        for (int i = 0; i < times; i++) {
            start().failure(new IllegalStateException("the guarded code failed"));
        }
    }

    void succeedSlowly(int times) {
        for (int i = 0; i < times; i++) {
            Permit permit = start();
            advance(SLOW.plusNanos(1));
            permit.success();
        }
    }

    void advance(Duration by) {
        time.advance(by);
    }

    /** To half-open, as it happens by itself. */
    void openAndWait() {
        breaker.open();
        advance(breaker.config().waitDurationInOpenState());
    }

    State state() {
        return breaker.state();
    }

    CircuitBreakerSnapshot snapshot() {
        return breaker.snapshot();
    }
}
