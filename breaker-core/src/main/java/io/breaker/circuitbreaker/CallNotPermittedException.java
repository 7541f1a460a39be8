package io.breaker.circuitbreaker;

import io.breaker.Nanos;
import io.breaker.RejectedCallException;
import java.time.Duration;

/** Thrown in place of a call that a circuit breaker refused. */
public final class CallNotPermittedException extends RejectedCallException {

    private static final long serialVersionUID = 1L;

    private final CircuitBreaker.State state;
    private final long retryAfterNanos;

    CallNotPermittedException(
            String name, CircuitBreaker.State state, long retryAfterNanos, boolean writableStackTrace) {
        super(name, writableStackTrace);
        this.state = state;
        this.retryAfterNanos = retryAfterNanos;
    }

    /**
     * Why the call was refused.
     *
     * @return {@code OPEN}, {@code FORCED_OPEN}, {@code HALF_OPEN} when all its probes are under way, or {@code CLOSED} while
     *     the share of calls that are let through still grows after an outage
     */
    public CircuitBreaker.State state() {
        return state;
    }

    /**
     * {@inheritDoc}
     *
     * @return in {@code OPEN}, the time until it lets probes through; in {@code FORCED_OPEN}, until that ends, if somebody said
     *     when; otherwise zero, as it is not known
     */
    @Override
    public Duration retryAfter() {
        return Duration.ofNanos(retryAfterNanos);
    }

    @Override
    public String getMessage() { // built when somebody reads it: most refusals are only caught
        String refused = "Circuit breaker '" + name() + "' is " + state + " and refused the call";
        return switch (state) {
            case OPEN -> refused + ": it lets probes through in " + Nanos.text(Nanos.of(retryAfter()));
            case HALF_OPEN -> refused + ": all its probes are under way";
            case CLOSED -> refused + ": after an outage it lets a growing share of calls through";
            default ->
                refused + ": it was opened by hand"
                        + (retryAfterNanos == 0 ? "" : ", for another " + Nanos.text(Nanos.of(retryAfter())));
        };
    }
}
