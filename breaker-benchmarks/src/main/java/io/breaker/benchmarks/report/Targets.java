package io.breaker.benchmarks.report;

import static io.breaker.benchmarks.peers.Side.*;

import io.breaker.benchmarks.peers.Side;
import io.breaker.benchmarks.report.Case.Callers;
import io.breaker.benchmarks.retained.Retained;
import io.breaker.benchmarks.startup.Variant;
import io.breaker.benchmarks.tools.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What this library promises, each promise beside what was measured. */
final class Targets {

    private final Results results;
    private final List<Target> targets = new ArrayList<>();

    private Targets(Results results) {
        this.results = results;
    }

    static List<Target> of(Results results) {
        Targets targets = new Targets(results);
        targets.closed(BREAKER_COUNT);
        targets.closed(BREAKER_TIME);
        for (int threads : new int[] {2, 8}) {
            targets.shared(BREAKER_TIME, threads, 0.25, RESILIENCE4J_TIME, RESILIENCE4J_TIME_LOCK_FREE);
            targets.shared(BREAKER_COUNT, threads, 0.6, RESILIENCE4J_COUNT, RESILIENCE4J_COUNT_LOCK_FREE);
        }
        for (int threads : new int[] {1, 2}) {
            targets.coarse(BREAKER_COUNT_COARSE, threads);
            targets.coarse(BREAKER_TIME_COARSE, threads);
        }
        targets.refused();
        targets.limited(Scenario.BULKHEAD, 1, 0.8, "best of all");
        targets.limited(Scenario.BULKHEAD, 2, 0.5, "best of all");
        targets.limited(Scenario.RATE_LIMITER, 1, 0.8, "best that looks at the clock");
        targets.limited(Scenario.RATE_LIMITER, 2, 0.8, "best that looks at the clock");
        targets.annotated();
        targets.outsideOfCalls();
        return targets.targets;
    }

    private void closed(Side side) {
        String path = side.title() + ": closed, success, 1 thread";
        double ours = nanos(side, 1);
        double floor = figure(Scenario.FLOOR, "two clock readings", 1, results::nanos);
        targets.add(Target.ratio(path + ", to the best of Resilience4j's four", "ns", ours, bestOfFour(1), 0.75));
        targets.add(Target.above(path + ", to two clock readings", ours, floor, 15));
        targets.add(Target.bytes(path, bytes(side, 1), 0));
    }

    private void shared(Side side, int threads, double limit, Side one, Side other) {
        String path = side.title() + ": closed, success, " + Callers.platform(threads);
        double peer = lesser(nanos(one, threads), nanos(other, threads));
        targets.add(
                Target.ratio(path + ", to the better of Resilience4j's two", "ns", nanos(side, threads), peer, limit));
        targets.add(Target.bytes(path, bytes(side, threads), 0));
    }

    private void coarse(Side side, int threads) {
        String path = side.title() + ": closed, success, " + Callers.platform(threads);
        targets.add(Target.ratio(
                path + ", to the best of Resilience4j's four on its own, precise clock",
                "ns",
                nanos(side, threads),
                bestOfFour(threads),
                0.2));
    }

    private void refused() {
        for (Scenario scenario : List.of(Scenario.REJECTED, Scenario.TRY_ACQUIRE)) {
            boolean thrown = scenario == Scenario.REJECTED;
            double ours = figure(scenario, BREAKER_COUNT.title(), 1, results::nanos);
            double peer = bestPeer(scenario);
            targets.add(Target.ratio(scenario.title() + ", to the best of all", "ns", ours, peer, thrown ? 0.25 : 1));
            double bytes = figure(scenario, BREAKER_COUNT.title(), 1, results::bytes);
            targets.add(Target.bytes(scenario.title(), bytes, thrown ? 64 : 0));
        }
    }

    private void limited(Scenario scenario, int threads, double limit, String best) {
        String path = Case.table(scenario, Callers.platform(threads));
        double ours = figure(scenario, "Breaker", threads, results::nanos);
        targets.add(Target.ratio(path + ", to the " + best, "ns", ours, results.bestPeer(path), limit));
        targets.add(Target.bytes(path, figure(scenario, "Breaker", threads, results::bytes), 0));
    }

    private void annotated() {
        annotated(Scenario.ANNOTATED, 0.12);
        annotated(Scenario.ANNOTATED_RETRY, 0.08);
        annotated(Scenario.ANNOTATED_REJECTED, 0.1);
        for (Scenario scenario : List.of(Scenario.ANNOTATED, Scenario.ANNOTATED_RETRY)) {
            targets.add(Target.bytes(scenario.title(), figure(scenario, "Breaker", 1, results::bytes), 128));
        }
    }

    private void annotated(Scenario scenario, double limit) {
        double ours = figure(scenario, "Breaker", 1, results::nanos);
        targets.add(Target.ratio(scenario.title() + ", to Resilience4j", "ns", ours, bestPeer(scenario), limit));
    }

    private void outsideOfCalls() {
        String path = BREAKER_COUNT.title() + ": kept on the heap, to Resilience4j's count window";
        targets.add(Target.ratio(path, "B", kept(BREAKER_COUNT), kept(RESILIENCE4J_COUNT), 0.25));
        double ours = Median.of(results.startUp().added(Variant.BREAKER));
        double peer = Median.of(results.startUp().added(Variant.RESILIENCE4J));
        targets.add(Target.ratio("what the starter adds to start-up, to Resilience4j's", "ms", ours, peer, 0.25));
    }

    private double kept(Side side) {
        return results.retained().stream()
                .filter(figure -> figure.side() == side && figure.threads() == 1)
                .mapToDouble(Retained::bytes)
                .findFirst()
                .orElse(Double.NaN);
    }

    private double nanos(Side side, int threads) {
        return figure(Scenario.CLOSED_SUCCESS, side.title(), threads, results::nanos);
    }

    private double bytes(Side side, int threads) {
        return figure(Scenario.CLOSED_SUCCESS, side.title(), threads, results::bytes);
    }

    private double bestOfFour(int threads) {
        return lesser(
                lesser(nanos(RESILIENCE4J_COUNT, threads), nanos(RESILIENCE4J_COUNT_LOCK_FREE, threads)),
                lesser(nanos(RESILIENCE4J_TIME, threads), nanos(RESILIENCE4J_TIME_LOCK_FREE, threads)));
    }

    /** Both have to be known: a best of what happens to be there would flatter. */
    private static double lesser(double one, double other) {
        return Math.min(one, other);
    }

    private double bestPeer(Scenario scenario) {
        return results.bestPeer(Case.table(scenario, Callers.platform(1)));
    }

    private double figure(Scenario scenario, String side, int threads, ToDoubleFunction<Case> kind) {
        Callers callers = Callers.platform(threads);
        return results
                .planned(each -> each.scenario() == scenario
                        && each.side().equals(side)
                        && each.callers().equals(callers))
                .stream()
                .mapToDouble(kind)
                .min()
                .orElse(Double.NaN);
    }
}
