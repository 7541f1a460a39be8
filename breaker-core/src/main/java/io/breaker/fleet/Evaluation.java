package io.breaker.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All reports of one breaker, added up, and what follows from them. A rate counts for the fleet if it is reached by all
 * instances together, still reached without any one of them, and reached by enough of them on their own: so an instance
 * that is sick itself, however busy, opens nobody else's breaker.
 *
 * <p>Who is alone decides alone, and two decide where three must but only two are alive. But those who are heard of first
 * after a store was lost or could not be reached only seem to be all: that counts once the store has listened for as long
 * as a living instance may be silent.
 */
final class Evaluation {

    private final FleetRules rules;
    private final List<InstanceReport> counted = new ArrayList<>();
    private int alive;
    private boolean knowsAll;
    private boolean mixedRules;
    private FleetTally window = FleetTally.NONE;
    private FleetTally fast = FleetTally.NONE;

    private Evaluation(FleetRules rules) {
        this.rules = rules;
    }

    /** Looks at all reports of a breaker, and forgets who is no longer alive. */
    static Evaluation of(FleetRecord record, FleetRules rules, long now) {
        // A report from the future came before the clock was set back.
        record.instances.replaceAll((instance, last) -> last.time() > now ? last.at(now) : last);
        record.instances.values().removeIf(last -> !last.isAlive(now));
        Evaluation evaluation = new Evaluation(rules);
        Integer fingerprint = null;
        for (Map.Entry<String, InstanceReport> entry : record.instances.entrySet()) {
            InstanceReport last = entry.getValue();
            evaluation.mixedRules |= fingerprint != null && fingerprint != last.rules();
            fingerprint = last.rules();
            evaluation.alive++;
            if (last.counts(record.epoch, now)) {
                evaluation.add(last);
            }
        }
        evaluation.knowsAll = now - record.listeningSince >= rules.aliveMillis();
        return evaluation;
    }

    private void add(InstanceReport report) {
        counted.add(report);
        window = window.plus(report.window());
        fast = fast.plus(report.fast());
    }

    int alive() {
        return alive;
    }

    boolean mixedRules() {
        return mixedRules;
    }

    FleetTally window() {
        return window;
    }

    FleetTally fast() {
        return fast;
    }

    @Nullable FleetCause reasonToOpen() {
        if (holds(InstanceReport::window, FleetTally::failed, rules.failureRate(), rules.minimumCalls())) {
            return FleetCause.FAILURE_RATE;
        }
        if (holds(InstanceReport::window, FleetTally::slow, rules.slowCallRate(), rules.minimumCalls())) {
            return FleetCause.SLOW_CALL_RATE;
        }
        if (rules.fastCalls() > 0
                && (holds(InstanceReport::fast, FleetTally::failed, rules.fastRate(), rules.fastCalls())
                        || holds(InstanceReport::fast, FleetTally::slow, rules.fastRate(), rules.fastCalls()))) {
            return FleetCause.FAST_WINDOW;
        }
        return mostHaveOpened() ? FleetCause.INSTANCES_OPEN : null;
    }

    private boolean mostHaveOpened() {
        int open = (int) counted.stream().filter(InstanceReport::open).count();
        return open >= quorum() && 2 * open > alive && (isAlone() || open > 1);
    }

    private boolean holds(
            Function<InstanceReport, FleetTally> calls, ToLongFunction<FleetTally> bad, double rate, int minimumCalls) {
        FleetTally all = counted.stream().map(calls).reduce(FleetTally.NONE, FleetTally::plus);
        long allBad = bad.applyAsLong(all);
        if (all.calls() < minimumCalls || !reached(allBad, all.calls(), rate)) {
            return false;
        }
        int failing = 0;
        for (InstanceReport report : counted) {
            FleetTally own = calls.apply(report);
            long ownBad = bad.applyAsLong(own);
            if (!isAlone() && !holdsForTheRest(allBad - ownBad, all.calls() - own.calls(), rate, minimumCalls)) {
                return false;
            }
            failing += report.open() || reached(ownBad, own.calls(), rate) ? 1 : 0;
        }
        return failing >= quorum();
    }

    /** Of three or more, the rest must have had its share of the least number of calls: one failure of one call is no rate. */
    private boolean holdsForTheRest(long bad, long calls, double rate, int minimumCalls) {
        boolean few = alive > 2 && calls * alive < (long) minimumCalls * (alive - 1);
        return !few && reached(bad, calls, rate);
    }

    private boolean isAlone() {
        return knowsAll && alive == 1;
    }

    private double quorum() {
        double quorum = Math.max(rules.quorumMinimum(), Math.ceil(rules.quorumFraction() * alive));
        return knowsAll ? Math.min(alive, quorum) : quorum;
    }

    /** Whether bad calls are so many of all that their rate, a percentage, is reached. */
    static boolean reached(long bad, long calls, double rate) {
        return bad > 0 && 100.0 * bad >= rate * calls;
    }
}
