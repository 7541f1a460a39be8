package io.breaker.spring.dashboard;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.ManualChange;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a button does to a circuit breaker of this instance. */
enum ControlAction {
    FORCE_OPEN(true),
    CLOSE(false),
    DISABLE(true),
    RESET(false);

    private final boolean takesDuration;

    ControlAction(boolean takesDuration) {
        this.takesDuration = takesDuration;
    }

    static Optional<ControlAction> parse(@Nullable Object word) {
        return Arrays.stream(values())
                .filter(action -> action.name().equals(word))
                .findFirst();
    }

    void applyTo(CircuitBreaker breaker, ManualChange change) {
        switch (this) {
            case FORCE_OPEN -> breaker.transitionTo(State.FORCED_OPEN, change);
            case CLOSE -> breaker.transitionTo(State.CLOSED, change);
            case DISABLE -> breaker.transitionTo(State.DISABLED, change);
            case RESET -> breaker.reset(change);
        }
    }

    /** {@return whether it can be for a while} */
    boolean takesDuration() {
        return takesDuration;
    }
}
