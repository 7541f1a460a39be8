package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
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
     * @param evidence what was in the window, in words
     */
    record Transition(String name, Instant time, State from, State to, TransitionCause cause, String evidence)
            implements CircuitBreakerEvent {

        static Transition of(String name, Generation from, Generation to, Decision decision, long nowNanos) {
            return new Transition(
                    name,
                    to.stay.since,
                    from.state(),
                    to.state(),
                    decision.cause(),
                    describe(from.config, to, decision, nowNanos));
        }

        private static String describe(CircuitBreakerConfig config, Generation to, Decision decision, long nowNanos) {
            Tally seen = decision.evidence();
            String cause = switch (decision.cause()) {
                case FAILURE_RATE -> rate("failure rate", seen.failureRate(), config.failureRateThreshold());
                case SLOW_CALL_RATE -> rate("slow call rate", seen.slowCallRate(), config.slowCallRateThreshold());
                case FAST_WINDOW -> fast(config, seen);
                case WAIT_ELAPSED -> "the open wait is over";
                case PROBES_SUCCEEDED -> "the probes succeeded";
                case HALF_OPEN_TIMEOUT -> "half-open for too long";
                case FLEET ->
                    decision.order() == null ? "the fleet" : decision.order().words();
                case MANUAL -> "by hand";
                case RESET -> "reset";
            };
            String calls = seen.calls() == 0
                    ? ""
                    : "; of " + seen.calls() + " calls " + seen.failed() + " failed, " + seen.slow() + " slow, "
                            + seen.slowFailed() + " both";
            String next = to.state() == State.OPEN
                    ? "; probes in "
                            + Duration.ofNanos(to.retryAfterNanos(nowNanos)).toMillis() + " ms"
                    : "";
            return cause + calls + next;
        }

        private static String fast(CircuitBreakerConfig config, Tally seen) {
            boolean failed = seen.failed() >= seen.slow();
            return rate(
                    failed ? "failure rate of the last moments" : "slow call rate of the last moments",
                    failed ? seen.failureRate() : seen.slowCallRate(),
                    config.fastWindowRate());
        }

        private static String rate(String what, double rate, double threshold) {
            return String.format(Locale.ROOT, "%s %.1f%%, threshold %.1f%%", what, rate, threshold);
        }
    }
}
