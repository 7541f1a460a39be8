package io.breaker.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.breaker.benchmarks.fleet.History.Call;
import io.breaker.benchmarks.fleet.History.Change;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An outage from second 20 to second 50 of two instances, told by hand. */
class FiguresTest {

    private static final long SECOND = 1_000_000_000L;

    private final List<Call> calls = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    private void call(int instance, double second, boolean admitted, boolean failed, boolean probe) {
        long began = (long) (second * SECOND);
        long ended = admitted ? began + SECOND : began;
        calls.add(new Call(instance, began, ended, admitted, failed, probe, 0, 0));
    }

    private void change(int instance, double second, State state) {
        changes.add(new Change(instance, (long) (second * SECOND), state));
    }

    private OutageFigures outage() {
        return OutageFigures.of(new History(2, Timeline.outage(0), calls, changes, 0));
    }

    @Test
    void countsWhatIsWastedUntilTheLastHasOpened() {
        call(0, 19, true, true, false); // before
        call(0, 20.5, true, true, false);
        call(1, 21, true, false, false); // went well
        call(1, 21.5, true, true, false);
        call(0, 23, false, false, false); // refused
        call(1, 30, true, true, true);
        change(0, 22, State.OPEN);
        change(1, 24, State.OPEN);

        OutageFigures figures = outage();
        assertThat(figures.openedPercent()).isEqualTo(100);
        assertThat(figures.lastOpening()).isCloseTo(4, within(1e-9));
        assertThat(figures.medianOpening()).isCloseTo(3, within(1e-9));
        assertThat(figures.wasted()).isEqualTo(2);
        assertThat(figures.wastedInAll()).isEqualTo(3);
    }

    @Test
    void wastesUntilTheEndIfOneNeverOpens() {
        call(0, 21, true, true, false);
        call(1, 45, true, true, false);
        call(1, 51, true, true, false); // after it
        change(0, 22, State.OPEN);

        OutageFigures figures = outage();
        assertThat(figures.openedPercent()).isEqualTo(50);
        assertThat(figures.lastOpening()).isNaN();
        assertThat(figures.wasted()).isEqualTo(2);
        assertThat(OutageReport.figure(List.of(figures), OutageFigures::lastOpening, "%.1f"))
                .isEqualTo("never");
    }

    @Test
    void countsProbesAtATimeAndForEachAttempt() {
        for (int instance = 0; instance < 2; instance++) {
            change(instance, 22, State.OPEN);
            change(instance, 27, State.HALF_OPEN);
            change(instance, 29, State.OPEN);
            change(instance, 34, State.HALF_OPEN);
        }
        call(0, 27, true, true, true);
        call(1, 27.5, true, true, true);
        call(0, 28, true, true, true); // the first one has just ended
        call(0, 34, true, true, true);

        assertThat(outage().probesAtATime()).isEqualTo(2);
        assertThat(outage().probesPerAttempt()).isEqualTo(2);
    }

    @Test
    void isClosedWhenTheLastHasClosedForGood() {
        change(0, 22, State.OPEN);
        change(1, 22, State.OPEN);
        change(0, 52, State.CLOSED);
        change(1, 51, State.CLOSED);
        change(1, 53, State.OPEN);
        assertThat(outage().closing()).isNaN();

        change(1, 58, State.CLOSED);
        assertThat(outage().closing()).isCloseTo(8, within(1e-9));
    }

    @Test
    void theHerdIsWhatTookPlaceOfWhatWasWantedSoonAfterClosing() {
        change(0, 22, State.OPEN);
        change(0, 52, State.CLOSED);
        call(0, 51, true, false, true); // before it closed
        call(0, 53, true, false, false);
        call(0, 54, false, false, false);
        call(0, 55, false, false, false);
        call(0, 56, false, false, false);
        call(0, 58, true, false, false); // later
        call(1, 53, true, false, false); // was never open

        assertThat(outage().herdPercent()).isCloseTo(25, within(1e-9));
    }

    @Test
    void healthyTrafficIsThatOfTheOthersWhileOneIsSick() {
        call(0, 30, false, false, false);
        call(0, 31, true, true, false);
        call(1, 10, false, false, false); // before
        call(1, 30, true, false, false);
        call(1, 31, true, false, false);
        call(1, 32, true, false, false);
        call(1, 33, false, false, false);

        SicknessFigures figures = SicknessFigures.of(new History(2, Timeline.sickness(0), calls, changes, 0));
        assertThat(figures.others()).isEqualTo(4);
        assertThat(figures.refusedPercent()).isCloseTo(25, within(1e-9));
        assertThat(figures.sickRefusedPercent()).isCloseTo(50, within(1e-9));
    }

    @Test
    void aFigureThatSomeRunsLackSaysHowManyHaveIt() {
        assertThat(OutageReport.figure(List.of(1.0, 2.0, 4.0), value -> value, "%.0f"))
                .isEqualTo("2 (1-4)");
        assertThat(OutageReport.figure(List.of(3.0, Double.NaN, 3.0), value -> value, "%.0f"))
                .isEqualTo("3, 2 of 3");
    }

    @Test
    void allKindsSeeTheSameCalls() {
        assertThat(Outages.cells())
                .filteredOn(cell -> cell.kind() == Kind.FLEET)
                .extracting(cell -> cell.seed(1))
                .containsExactlyElementsOf(Outages.cells().stream()
                        .filter(cell -> cell.kind() == Kind.LOCAL)
                        .map(cell -> cell.seed(1))
                        .toList())
                .doesNotHaveDuplicates();
    }
}
