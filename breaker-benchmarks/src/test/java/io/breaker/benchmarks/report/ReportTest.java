package io.breaker.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.benchmarks.peers.Side;
import io.breaker.benchmarks.report.Case.Callers;
import io.breaker.benchmarks.report.Case.Role;
import io.breaker.benchmarks.retained.Retained;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final Results results = new Results();

    private void measured(Scenario scenario, String side, Role role, int threads, double nanos, double bytes) {
        Case line = new Case(scenario, side, role, "", "", Callers.platform(threads));
        results.add(line, new Sample(nanos, nanos, bytes));
    }

    private String report() {
        return Report.of(results, List.of());
    }

    private void rejected(double ours, double bytes) {
        measured(Scenario.REJECTED, Side.BREAKER_COUNT.title(), Role.OURS, 1, ours, bytes);
        measured(Scenario.REJECTED, Side.RESILIENCE4J_COUNT.title(), Role.PEER, 1, 400, 752);
        measured(Scenario.REJECTED, Side.FAILSAFE_COUNT.title(), Role.PEER, 1, 200, 1_000);
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
    void isSilentAboutATargetWhosePeersWereNotAllMeasured() {
        measured(Scenario.CLOSED_SUCCESS, Side.BREAKER_TIME.title(), Role.OURS, 2, 10, 0);
        measured(Scenario.CLOSED_SUCCESS, Side.RESILIENCE4J_TIME.title(), Role.PEER, 2, 300, 0);
        assertThat(report())
                .contains(
                        "Breaker, time: closed, success, 2 threads, to the better of Resilience4j's two | 10.0 ns | - | - |"
                                + " at most 0.25 of it | not measured |");
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
                .hasSize(30);
    }
}
