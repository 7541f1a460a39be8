package io.breaker.circuitbreaker;

import io.breaker.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the last moments, beside the window on which a breaker mostly decides: an outage that is sudden and total
 * shows here long before it has filled that one. In a fleet it reaches further back, to add up what a count window, whose
 * calls have no age, cannot tell. Source of the idea: the rules "consecutive failures or a rate" of Finagle and Linkerd; but
 * one lucky success does not reset a rate.
 *
 * @param calls the calls, in buckets of a quarter of the span
 */
record FastWindow(TimeWindow calls) implements Window {

    private static final int BUCKETS = 4;

    /** {@return a window, or {@code null} if the configuration wants none} */
    static @Nullable FastWindow of(CircuitBreakerConfig config, long nowNanos) {
        if (config.fastWindowCalls() == 0 && !config.fleetEnabled()) {
            return null;
        }
        long bucketNanos = Nanos.of(config.fastWindowSpan()) / BUCKETS;
        int buckets = buckets(config, bucketNanos);
        return new FastWindow(new TimeWindow(buckets, buckets * bucketNanos, nowNanos));
    }

    private static int buckets(CircuitBreakerConfig config, long bucketNanos) {
        boolean longer = config.fleetEnabled() && config.slidingWindowType() == SlidingWindowType.COUNT_BASED;
        long fleet = longer ? (Nanos.of(config.fleetWindowDuration()) + bucketNanos - 1) / bucketNanos : 0;
        return (int) Math.max(BUCKETS, fleet);
    }

    /** {@return this one if it fits the changed configuration, else a new one, or {@code null} if that wants none} */
    static @Nullable FastWindow reconfigured(
            @Nullable FastWindow old, CircuitBreakerConfig changed, CircuitBreakerConfig before, long nowNanos) {
        boolean same = changed.fleetEnabled() == before.fleetEnabled()
                && (changed.fastWindowCalls() == 0) == (before.fastWindowCalls() == 0)
                && changed.fastWindowSpan().equals(before.fastWindowSpan())
                && changed.fleetWindowDuration().equals(before.fleetWindowDuration())
                && changed.slidingWindowType() == before.slidingWindowType();
        return same ? old : of(changed, nowNanos);
    }

    @Override
    public boolean record(int outcome, long nowNanos, @Nullable Lane mine) {
        return calls.record(outcome, nowNanos, mine);
    }

    @Override
    public Lanes lanes() {
        return calls.lanes();
    }

    @Override
    public Tally tally(long nowNanos, int moreSlow) {
        return calls.tally(nowNanos, moreSlow, BUCKETS);
    }

    /** Whether the calls of the last moments open the breaker. */
    static boolean isReached(CircuitBreakerConfig config, Tally tally) {
        return tally.calls() >= config.fastWindowCalls() && isBad(config, tally, tally.calls());
    }

    /** Whether they might as soon as there are enough of them, even if all further ones are good. */
    static boolean mayBeFilled(CircuitBreakerConfig config, Tally tally) {
        return tally.calls() < config.fastWindowCalls() && isBad(config, tally, config.fastWindowCalls());
    }

    private static boolean isBad(CircuitBreakerConfig config, Tally tally, int calls) {
        int most = Math.max(tally.failed(), tally.slow());
        return config.fastWindowCalls() > 0 && 100.0 * most / calls >= config.fastWindowRate();
    }
}
