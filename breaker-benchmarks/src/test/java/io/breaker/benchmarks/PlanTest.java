package io.breaker.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.benchmarks.report.Case;
import io.breaker.benchmarks.report.Case.Callers;
import io.breaker.benchmarks.report.Case.Role;
import io.breaker.benchmarks.report.Scenario;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class PlanTest {

    private static Set<String> benchmarks(List<Case> cases) {
        return cases.stream().map(Case::benchmark).collect(Collectors.toSet());
    }

    @Test
    void bothPlansRunEachBenchmarkThatThereIs() {
        Set<String> all = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
                .stream()
                .map(BenchmarkListEntry::getUsername)
                .collect(Collectors.toSet());
        assertThat(all).hasSizeGreaterThan(10);
        assertThat(benchmarks(Plan.of(true))).isEqualTo(all);
        assertThat(benchmarks(Plan.of(false))).isEqualTo(all);
    }

    @Test
    void noLineStandsTwiceInATable() {
        assertThat(Plan.of(true)).extracting(Case::toString).doesNotHaveDuplicates();
    }

    @Test
    void theLongPlanHasAllOfTheShortOne() {
        assertThat(Plan.of(true)).containsAll(Plan.of(false));
    }

    /** The short plan leaves out who is known to be slower than Resilience4j where two threads call. */
    @Test
    void bothPlansMeasureLimitsWithOneThreadAndTwo() {
        for (Scenario scenario : List.of(Scenario.BULKHEAD, Scenario.RATE_LIMITER)) {
            int all = scenario == Scenario.BULKHEAD ? 5 : 7;
            int quick = scenario == Scenario.BULKHEAD ? 2 : 3;
            assertThat(sides(true, scenario, 1)).hasSize(all).contains("Breaker");
            assertThat(sides(true, scenario, 2)).isEqualTo(sides(true, scenario, 1));
            assertThat(sides(false, scenario, 1)).isEqualTo(sides(true, scenario, 1));
            assertThat(sides(false, scenario, 2))
                    .hasSize(quick)
                    .allMatch(side -> side.startsWith("Breaker") || side.startsWith("Resilience4j"));
        }
    }

    private static Set<String> sides(boolean full, Scenario scenario, int threads) {
        return Plan.of(full).stream()
                .filter(each -> each.scenario() == scenario && each.callers().equals(Callers.platform(threads)))
                .map(Case::side)
                .collect(Collectors.toSet());
    }

    @Test
    void noLimitIsComparedWithOneThatDoesNotLookAtTheClock() {
        assertThat(Plan.of(true))
                .filteredOn(each -> each.scenario() == Scenario.RATE_LIMITER && each.role() != Role.PEER)
                .extracting(Case::side)
                .containsOnly("Breaker", "Resilience4j, scheduler");
    }

    @Test
    void eachLineNamesASideThatItsBenchmarkKnows() throws ReflectiveOperationException {
        for (Case each : Plan.of(true)) {
            if (each.parameter().startsWith("side=")) {
                String side = each.parameter().substring("side=".length());
                String benchmark =
                        each.benchmark().substring(0, each.benchmark().lastIndexOf('.'));
                Class<?> known = Class.forName(benchmark).getField("side").getType();
                assertThat(known.getEnumConstants())
                        .as(each.toString())
                        .extracting(Object::toString)
                        .contains(side);
            }
        }
    }

    @Test
    void eachTableButTheFloorsHasOursAndAPeer() {
        for (Case each : Plan.of(false)) {
            Set<Role> roles = Plan.of(false).stream()
                    .filter(other -> other.table().equals(each.table()))
                    .map(Case::role)
                    .collect(Collectors.toSet());
            assertThat(roles.containsAll(Set.of(Role.OURS, Role.PEER)) || roles.equals(Set.of(Role.FLOOR)))
                    .as(each.table())
                    .isTrue();
        }
    }
}
