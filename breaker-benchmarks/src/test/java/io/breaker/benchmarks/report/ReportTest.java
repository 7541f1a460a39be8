package io.breaker.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.benchmarks.peers.Side;
import io.breaker.benchmarks.report.Case.Callers;
import io.breaker.benchmarks.report.Case.Role;
import io.breaker.benchmarks.retained.Retained;
import io.breaker.benchmarks.startup.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Case OURS = line(Scenario.REJECTED, Side.BREAKER_COUNT, Role.OURS, 1);
    private static final Case RESILIENCE4J = line(Scenario.REJECTED, Side.RESILIENCE4J_COUNT, Role.PEER, 1);
    private static final Case FAILSAFE = line(Scenario.REJECTED, Side.FAILSAFE_COUNT, Role.PEER, 1);
    private static final Case OURS_SHARED = line(Scenario.CLOSED_SUCCESS, Side.BREAKER_TIME, Role.OURS, 2);
    private static final Case PEER_SHARED = line(Scenario.CLOSED_SUCCESS, Side.RESILIENCE4J_TIME, Role.PEER, 2);
    private static final List<Case> PLAN = List.of(OURS, RESILIENCE4J, FAILSAFE, OURS_SHARED, PEER_SHARED);

    private Results results = new Results(PLAN, false);

    private static Case line(Scenario scenario, Side side, Role role, int threads) {
        return new Case(scenario, side.title(), role, "", "", Callers.platform(threads));
    }

    private void measured(Case line, double nanos, double bytes) {
        results.add(line, new Sample(nanos, nanos, bytes));
    }

    private String report() {
        return Report.of(results, List.of());
    }

    private void rejected(double ours, double bytes) {
        measured(OURS, ours, bytes);
        measured(RESILIENCE4J, 400, 752);
        measured(FAILSAFE, 200, 1_000);
    }

    @Test
    void dividesByTheQuickestPeer() {
        rejected(50, 40);
        assertThat(report())
                .contains("| Breaker, count | ~50.0 | 50.0 - 50.0 | 50.0 | 40 | 0.250 | 1 |")
                .contains("| Resilience4j, count | ~400 | 400 - 400 | 400 | 752 | 2.000 | 1 |");
    }

    @Test
    void takesTheMedianOverForks() {
        rejected(50, 40);
        rejected(90, 40);
        rejected(60, 40);
        assertThat(report()).contains("| Breaker, count | ~60.0 | 50.0 - 90.0 | 60.0 | 40 | 0.300 | 3 |");
    }

    @Test
    void marksNoLineWhoseForksAgree() {
        rejected(50, 40);
        rejected(51, 40);
        assertThat(report()).contains("| Breaker, count | 50.5 |");
    }

    @Test
    void tellsATargetThatIsMetFromOneThatIsNot() {
        rejected(50.5, 64.2);
        assertThat(report())
                .contains("caught, to the best of all | 50.5 ns | 200 ns | 0.253 | at most 0.25 of it | **not met** |")
                .contains("caught | 64.2 B | - | - | at most 64 B | met |");
    }

    @Test
    void comparesABulkheadWithTheBestOfAllMoreStrictlyWhereTwoThreadsCall() {
        List<Case> plan = new ArrayList<>();
        for (int threads : new int[] {1, 2}) {
            plan.add(limit(Scenario.BULKHEAD, "Breaker", Role.OURS, threads));
            plan.add(limit(Scenario.BULKHEAD, "Resilience4j", Role.PEER, threads));
            plan.add(limit(Scenario.BULKHEAD, "Failsafe", Role.PEER, threads));
        }
        results = new Results(plan, true);
        for (Case line : plan) {
            measured(line, line.side().equals("Breaker") ? 15 : line.side().equals("Failsafe") ? 90 : 25, 0);
        }
        assertThat(report())
                .contains("bulkhead, success, 1 thread, to the best of all | 15.0 ns | 25.0 ns | 0.600"
                        + " | at most 0.8 of it | met |")
                .contains("bulkhead, success, 1 thread | 0.0 B | - | - | at most 0 B | met |")
                .contains("bulkhead, success, 2 threads, to the best of all | 15.0 ns | 25.0 ns | 0.600"
                        + " | at most 0.5 of it | **not met** |")
                .contains("bulkhead, success, 2 threads | 0.0 B | - | - | at most 0 B | met |");
    }

    @Test
    void comparesARateLimiterWithTheBestThatLooksAtTheClock() {
        Case ours = limit(Scenario.RATE_LIMITER, "Breaker", Role.OURS, 2);
        Case clock = limit(Scenario.RATE_LIMITER, "Resilience4j, clock", Role.PEER, 2);
        Case scheduler = limit(Scenario.RATE_LIMITER, "Resilience4j, scheduler", Role.ODD_PEER, 2);
        results = new Results(List.of(ours, clock, scheduler), true);
        measured(ours, 40, 8);
        measured(clock, 60, 80);
        measured(scheduler, 20, 0);
        assertThat(report())
                .contains("rate limiter, success, 2 threads, to the best that looks at the clock | 40.0 ns | 60.0 ns"
                        + " | 0.667 | at most 0.8 of it | met |")
                .contains("rate limiter, success, 2 threads | 8.0 B | - | - | at most 0 B | **not met** |")
                .contains("| Resilience4j, scheduler | ~20.0 | 20.0 - 20.0 | 20.0 | 0 | 0.333 | 1 |");
    }

    private static Case limit(Scenario scenario, String side, Role role, int threads) {
        return new Case(scenario, side, role, "", "", Callers.platform(threads));
    }

    @Test
    void isSilentAboutATargetWhosePeersWereNotAllMeasured() {
        measured(OURS_SHARED, 10, 0);
        measured(PEER_SHARED, 300, 0);
        assertThat(report())
                .contains(
                        "Breaker, time: closed, success, 2 threads, to the better of Resilience4j's two | 10.0 ns | - | - |"
                                + " at most 0.25 of it | not measured |");
    }

    @Test
    void knowsNoBestPeerUnlessAllOfTheTableWereMeasured() {
        measured(OURS, 50, 40);
        measured(RESILIENCE4J, 400, 752);
        assertThat(report())
                .contains("caught, to the best of all | 50.0 ns | - | - | at most 0.25 of it | not measured |")
                .contains("| Breaker, count | ~50.0 | 50.0 - 50.0 | 50.0 | 40 | - | 1 |");
    }

    @Test
    void tellsOfALineThatFailedAndKnowsNoBestPeerWithoutIt() {
        measured(OURS, 50, 40);
        measured(RESILIENCE4J, 400, 752);
        results.addFailure(FAILSAFE.toString(), "the breaker is no longer open");
        assertThat(report())
                .contains(
                        "- **open, rejected, exception caught, 1 thread: Failsafe, count**: the breaker is no longer open")
                .contains("| Failsafe, count | - | - | - | - | - | 0, **1 failed** |")
                .contains("caught, to the best of all | 50.0 ns | - | - | at most 0.25 of it | not measured |");
    }

    @Test
    void listsNoTargetThatAPartOfARunLeavesOut() {
        results = new Results(PLAN, true);
        assertThat(report()).doesNotContain("Targets", "not measured");
        measured(OURS, 50, 40);
        assertThat(report())
                .contains("caught | 40.0 B | - | - | at most 64 B | met |")
                .doesNotContain("not measured");
    }

    @Test
    void tellsWhatAStarterAddsWithinARoundAndLeavesOutRoundsThatFailed() {
        results.startUp().add(start(1_000, 1_300, 1_100, 2_000));
        results.startUp().add(start(2_000, 2_200, 2_200, 3_200));
        results.startUp().add(Map.of(Variant.BREAKER, 9_000.0));
        results.addFailure(Variant.WITHOUT.line(), "did not end");
        assertThat(report())
                .contains("to Resilience4j's | 150 ms | 1,100 ms | 0.136 | at most 0.25 of it | met |")
                .contains("| without a starter | 1,500 | 1,000 - 2,000 | 0 | 0.0 - 0.0 | 2, **1 failed** |")
                .contains("| floor: AspectJ and a bare interceptor | 1,750 | 1,300 - 2,200 | 250 | 200 - 300 | 2 |")
                .contains("| Breaker's starter | 2,200 | 1,100 - 9,000 | 150 | 100 - 200 | 3 |");
    }

    private static Map<Variant, Double> start(double without, double floor, double breaker, double resilience4j) {
        return Map.of(
                Variant.WITHOUT, without,
                Variant.INTERCEPTOR, floor,
                Variant.BREAKER, breaker,
                Variant.RESILIENCE4J, resilience4j);
    }

    @Test
    void comparesWhatIsKeptOnTheHeap() {
        results.add(new Retained(Side.BREAKER_COUNT, 10_000, 1, 1_000));
        results.add(new Retained(Side.RESILIENCE4J_COUNT, 10_000, 1, 5_000));
        assertThat(report()).contains("count window | 1,000 B | 5,000 B | 0.200 | at most 0.25 of it | met |");
    }

    @Test
    void hasARowForEachTarget() {
        assertThat(report().lines().filter(line -> line.endsWith("| not measured |")))
                .hasSize(37);
    }
}
