package io.breaker.circuitbreaker;

import java.time.Duration;
import java.util.List;

/**
 * What a transition rests on: the calls that were counted when it was decided, and the latest bad ones among them.
 * Immutable.
 *
 * @param text all of it in words, for the log
 * @param calls how many calls were counted
 * @param failed the failed ones
 * @param slow the slow ones, failed or not, with those that are still running
 * @param slowFailed those that were both
 * @param overdue the calls that were still running, for longer than the threshold of slow calls
 * @param exceptions the most frequent exceptions of this instance's latest bad calls, at most three, the most frequent first
 * @param slowest how long the slowest of these calls took; zero if there were none
 */
public record Evidence(
        String text,
        int calls,
        int failed,
        int slow,
        int slowFailed,
        int overdue,
        List<Occurrences> exceptions,
        Duration slowest) {

    /** Makes evidence whose list nobody changes. */
    public Evidence {
        exceptions = List.copyOf(exceptions);
    }

    /**
     * How often an exception occurred.
     *
     * @param exception its class
     * @param count among the calls that were looked at, at most 64
     */
    public record Occurrences(String exception, int count) {

        @Override
        public String toString() {
            return count + " x " + exception;
        }
    }

    /** {@return the percentage of failed calls, or -1 if there were no calls} */
    public double failureRate() {
        return calls == 0 ? -1 : 100.0 * failed / calls;
    }

    /** {@return the percentage of slow calls, or -1 if there were no calls} */
    public double slowCallRate() {
        return calls == 0 ? -1 : 100.0 * slow / calls;
    }

    static Evidence of(Generation from, Generation to, Decision decision, long nowNanos) {
        Tally seen = decision.evidence();
        int overdue = from.inFlight.totalOverdue(nowNanos);
        BadCalls.Summary bad = from.stay.summary(badOf(from, decision, nowNanos));
        return new Evidence(
                EvidenceText.of(from, to, decision, overdue, bad, nowNanos),
                seen.calls(),
                seen.failed(),
                seen.slow(),
                seen.slowFailed(),
                overdue,
                bad.exceptions(),
                Duration.ofNanos(bad.slowestNanos()));
    }

    /** How many bad calls of this instance were counted: a fleet's numbers are those of all. */
    private static int badOf(Generation from, Decision decision, long nowNanos) {
        Tally own = decision.order() == null ? decision.evidence() : from.tally(nowNanos);
        return own.failed() + own.slow() - own.slowFailed();
    }
}
