package io.breaker.sample.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.sample.drill.Answer.Kind;
import io.breaker.sample.drill.FleetWatch.Sighting;
import io.breaker.sample.drill.StageResult.Second;
import io.breaker.sample.outside.PaymentTraffic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetReportTest {

    private static final Look OPEN = new Look("OPEN", true, 0);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final FleetReport report = new FleetReport(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Test
    void aRowHasWhatWasSeenInItsStage() {
        Stage stage = new Stage("payment dead", "open", Look::holdsBack, 1, 9);
        Second second = new Second(
                0, 1, new PaymentTraffic(3, 1), List.of(new Answer(0, 0, Kind.PENDING), new Answer(0, 0, Kind.PAID)));
        List<Look> closed = List.of(Look.NOTHING, OPEN, OPEN);

        report.table(List.of(new StageResult(
                stage, 0, List.of(second), List.of(new Sighting(0, closed), new Sighting(1_500_000_000L, closed)))));

        assertThat(text().lines().filter(line -> line.startsWith("| payment dead")))
                .singleElement()
                .asString()
                .matches("\\| payment dead +\\| open +\\| -, 0.0, 0.0 s +\\| +3.0 \\| +- \\| +1 \\| +1 \\| +0 \\|");
    }

    @Test
    void oneExpectationThatDidNotComeTrueIsEnough() {
        report.expect("they open", true);
        assertThat(report.allAsExpected()).isTrue();

        report.expect("they close", false);
        report.expect("they rest", true);

        assertThat(report.allAsExpected()).isFalse();
        assertThat(text().lines()).containsExactly("yes  they open", "NO   they close", "yes  they rest");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
