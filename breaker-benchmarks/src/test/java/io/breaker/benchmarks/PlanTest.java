package io.breaker.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.benchmarks.report.Case;
import io.breaker.benchmarks.report.Case.Role;
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
