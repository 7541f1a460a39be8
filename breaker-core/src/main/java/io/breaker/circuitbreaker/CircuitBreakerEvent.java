package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a circuit breaker tells its listeners. Times are wall-clock times, for display. */
public sealed interface CircuitBreakerEvent {

    /** {@return the breaker's name} */
    String name();

    /** {@return when it happened} */
    Instant time();

    /** A call succeeded, or failed with an exception that is neither ignored nor recorded. */
    record Success(String name, Instant time, Duration duration) implements CircuitBreakerEvent {}

    /** A call failed: with an exception, or with a result that counts as a failure, and then {@code thrown} is null. */
    record Failure(
            String name,
            Instant time,
            Duration duration,
            @Nullable Throwable thrown) implements CircuitBreakerEvent {}

    /** A call ended that does not count: with an ignored exception, interrupted, cancelled or given back. */
    record Ignored(
            String name,
            Instant time,
            Duration duration,
            @Nullable Throwable thrown) implements CircuitBreakerEvent {}

    /** A call was refused. */
    record NotPermitted(String name, Instant time, State state) implements CircuitBreakerEvent {}

    /**
     * The state changed; or the breaker was reset, and then both states may be the same.
     *
     * @param name the breaker's name
     * @param time when it happened
     * @param from the state before
     * @param to the state now
     * @param cause why
     * @param evidence what it rests on
     * @param change who asked for it, why and for how long, if it was by hand, or ends what was; else {@code null}
     */
    record Transition(
            String name,
            Instant time,
            State from,
            State to,
            TransitionCause cause,
            Evidence evidence,
            @Nullable ManualChange change)
            implements CircuitBreakerEvent {

        static Transition of(String name, Generation from, Generation to, Decision decision, long nowNanos) {
            return new Transition(
                    name,
                    to.stay.since,
                    from.state(),
                    to.state(),
                    decision.cause(),
                    Evidence.of(from, to, decision, nowNanos),
                    decision.change());
        }
    }
}
