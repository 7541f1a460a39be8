package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.Evidence.Occurrences;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a transition rests on, in words. */
final class EvidenceText {

    private EvidenceText() {}

    static String of(
            Generation from, Generation to, Decision decision, int overdue, BadCalls.Summary bad, long nowNanos) {
        return cause(from.config, decision)
                + calls(decision.evidence())
                + (overdue == 0 ? "" : "; " + overdue + " still running for too long")
                + exceptions(bad, decision.order() == null ? "; mostly " : "; here mostly ")
                + (bad.slowestNanos() < 1_000_000 ? "" : "; the slowest took " + millis(bad.slowestNanos()))
                + (to.state() == State.OPEN ? "; probes in " + millis(to.retryAfterNanos(nowNanos)) : "");
    }

    private static String cause(CircuitBreakerConfig config, Decision decision) {
        Tally seen = decision.evidence();
        return switch (decision.cause()) {
            case FAILURE_RATE -> rate("failure rate", seen.failureRate(), config.failureRateThreshold());
            case SLOW_CALL_RATE -> rate("slow call rate", seen.slowCallRate(), config.slowCallRateThreshold());
            case FAST_WINDOW -> fast(config, seen);
            case WAIT_ELAPSED -> "the open wait is over";
            case PROBES_SUCCEEDED -> "the probes succeeded";
            case HALF_OPEN_TIMEOUT -> "half-open for too long";
            case FLEET ->
                decision.order() == null ? "the fleet" : decision.order().words();
            case MANUAL -> byHand(decision);
            case HOLD_ELAPSED -> "the time is over that was asked for, " + byHand(decision);
            case RESET -> ManualChange.UNSAID.equals(decision.change()) ? "reset" : "reset, " + byHand(decision);
        };
    }

    private static String byHand(Decision decision) {
        ManualChange change = decision.change();
        if (change == null) {
            return "by hand";
        }
        boolean begins = decision.cause() == TransitionCause.MANUAL && change.duration() != null;
        return change.words() + (begins ? "; for " + change.duration() : "");
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

    private static String calls(Tally seen) {
        return seen.calls() == 0
                ? ""
                : "; of " + seen.calls() + " calls " + seen.failed() + " failed, " + seen.slow() + " slow, "
                        + seen.slowFailed() + " both";
    }

    private static String exceptions(BadCalls.Summary bad, String beginning) {
        return bad.exceptions().isEmpty()
                ? ""
                : bad.exceptions().stream().map(Occurrences::toString).collect(Collectors.joining(", ", beginning, ""));
    }

    private static String millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis() + " ms";
    }
}
