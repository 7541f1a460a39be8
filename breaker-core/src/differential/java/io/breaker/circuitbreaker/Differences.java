package io.breaker.circuitbreaker;

import io.breaker.TimeSource;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.Ending.Ignorable;
import io.breaker.circuitbreaker.Ending.Recorded;
import io.breaker.circuitbreaker.Ending.RecordedAndIgnorable;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * Where Breaker differs from Resilience4j on purpose: one rule each, which says what to do to Resilience4j, or how to read it,
 * so that both must agree again. A rule looks at Resilience4j and the clock, never at Breaker: so it cannot hide a bug. Each
 * difference is shown to exist in {@link DifferencesTest}.
 */
final class Differences {

    private Differences() {}

    /**
     * The settings that mean the same to both. Running calls do not count as slow ones, for only Breaker can do that. Half-open,
     * Resilience4j decides after the minimum number of calls if that is less than the probes, Breaker after all of them. It takes
     * the size of a count window for a larger minimum; Breaker then never opens.
     */
    static Setup inCommon(Setup setup) {
        boolean count = setup.window() == io.breaker.circuitbreaker.SlidingWindowType.COUNT_BASED;
        int minimum = count ? Math.min(setup.minimum(), setup.size()) : setup.minimum();
        return new Setup(
                setup.window(),
                count ? setup.size() : Math.min(setup.size(), 60),
                minimum,
                setup.failureRate(),
                setup.slowRate(),
                setup.slow(),
                false,
                Math.min(setup.probes(), minimum),
                setup.openWait(),
                setup.growth(),
                setup.longestOpenWait(),
                setup.halfOpenWait(),
                setup.afterHalfOpen(),
                setup.initial());
    }

    /**
     * Time windows: Resilience4j's buckets are the seconds of its clock, Breaker's are counted from the beginning of the window
     * and are shorter in windows below 10 s. If only whole seconds pass, both mean the same, in windows of up to 60 s.
     */
    static Duration inWholeSecondsForTimeWindows(Setup setup, Duration time) {
        boolean count = setup.window() == io.breaker.circuitbreaker.SlidingWindowType.COUNT_BASED;
        return count ? time : Duration.ofSeconds((time.toNanos() + 999_999_999) / 1_000_000_000);
    }

    /**
     * How a call ends, so that Resilience4j records it as Breaker does. To Breaker, null is a result like any other, an error is
     * always a failure, interruption and cancellation are ignored, and all wrappers are unwrapped. To Resilience4j, null is
     * always a success, an error leaves its synchronous decorators unrecorded, interruption and cancellation are failures, and
     * one wrapper is unwrapped.
     */
    static Ending inTheirTerms(Ending how) {
        return switch (how) {
            case NULL_RESULT -> Ending.BAD_RESULT;
            case ERROR, WRAPPED -> Ending.RECORDED;
            case WRAPPED_IGNORED, INTERRUPTED, CANCELLED, RELEASED -> Ending.IGNORED;
            default -> how;
        };
    }

    /**
     * A call counts in the stay that admitted it: Resilience4j counts it in whatever state it finds, so it is not told of it
     * when that stay is over. The sign is an error, which its synchronous decorators do not notice.
     */
    static final class OutcomeOfAnEarlierStay extends Error {
        OutcomeOfAnEarlierStay() {
            super(null, null, false, false);
        }
    }

    /**
     * Half-open, Breaker opens again as soon as the outcomes that are missing cannot prevent it; Resilience4j waits for them.
     *
     * @return whether it is certain that Resilience4j will open, even if all that is missing were good
     */
    static boolean isCertainToOpenAgain(Setup setup, Theirs.Numbers theirs) {
        return 100 * theirs.failed() >= setup.failureRate() * setup.probes()
                || 100 * theirs.slow() >= setup.slowRate() * setup.probes();
    }

    /**
     * What is read is true without traffic: in a time window a rate rises when successes leave it. Resilience4j looks at its
     * rates only when a call ends.
     */
    static boolean hasRisenByTimeAlone(Setup setup, Theirs.Numbers theirs) {
        return theirs.calls() >= setup.minimum()
                && (theirs.failureRate() >= setup.failureRate() || theirs.slowCallRate() >= setup.slowRate());
    }

    /** Resilience4j ends the half-open state by a timer on real time, Breaker by its clock: here, both by the clock. */
    static boolean isHalfOpenForTooLong(Setup setup, long nanos) {
        return !setup.halfOpenWait().isZero() && nanos >= setup.halfOpenWait().toNanos();
    }

    /**
     * Breaker goes from every state to every other, and the growth of the open wait begins anew unless it comes from open or
     * half-open. Resilience4j forbids some of the ways and counts being forced open as an opening; by way of the disabled state
     * everything is allowed and the count is 0.
     */
    static boolean goesByWayOfDisabled(State from, State to) {
        return switch (from) {
            case OPEN, HALF_OPEN -> false;
            case CLOSED -> to == State.HALF_OPEN;
            default -> true;
        };
    }

    static io.github.resilience4j.circuitbreaker.CircuitBreakerConfig config(
            Setup setup, TimeSource time, Clock clock) {
        boolean count = setup.window() == io.breaker.circuitbreaker.SlidingWindowType.COUNT_BASED;
        return io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.custom()
                .slidingWindowType(count ? SlidingWindowType.COUNT_BASED : SlidingWindowType.TIME_BASED)
                .slidingWindowSize(setup.size())
                .minimumNumberOfCalls(setup.minimum())
                .failureRateThreshold(setup.failureRate())
                .slowCallRateThreshold(setup.slowRate())
                .slowCallDurationThreshold(setup.slow())
                .permittedNumberOfCallsInHalfOpenState(setup.probes())
                .waitIntervalFunctionInOpenState(
                        setup.growth() > 1
                                ? IntervalFunction.ofExponentialBackoff(
                                        setup.openWait(), setup.growth(), setup.longestOpenWait())
                                : IntervalFunction.of(setup.openWait()))
                .recordExceptions(Recorded.class)
                .ignoreExceptions(Ignorable.class, RecordedAndIgnorable.class)
                .recordResult(Ending::isBad)
                .clock(clock)
                .currentTimestampFunction(unused -> time.nanoTime(), TimeUnit.NANOSECONDS)
                .build();
    }

    /**
     * Resilience4j's deadlines are on the wall clock, Breaker's on the time source: here, the one follows the other. Open ends
     * at the deadline for Breaker and after it for Resilience4j: so that is asked with a clock that is a nanosecond ahead.
     */
    static final class FollowingClock extends Clock {

        private final TimeSource time;
        private final long begin;
        private long ahead;

        FollowingClock(TimeSource time) {
            this.time = time;
            this.begin = time.nanoTime();
        }

        void goAheadBy(long nanos) {
            ahead = nanos;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(time.nanoTime() - begin + ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
