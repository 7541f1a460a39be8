package io.breaker.sample.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alerts, as Prometheus' own tool sees them. */
class AlertRulesTest {

    private static final Path DIRECTORY = Path.of("../ops/prometheus");

    @Test
    void prometheusAcceptsThem() throws Exception {
        assertThat(Tool.find("promtool").run(DIRECTORY, "check", "rules", "alerts.yml"))
                .contains("SUCCESS");
    }

    @Test
    void eachFiresWhenItMustAndIsSilentWhenItMustNotBe() throws Exception {
        assertThat(Tool.find("promtool").run(DIRECTORY, "test", "rules", "alerts-test.yml"))
                .contains("SUCCESS");
    }

    @Test
    void eachIsTestedForBoth() throws Exception {
        String tests = OpsFiles.text(OpsFiles.ALERTS_TEST);

        assertThat(alerts()).hasSizeGreaterThan(5).allSatisfy(alert -> {
            assertThat(tests)
                    .containsPattern("alertname: " + alert + ", exp_alerts: \\[]|" + alert + "\\s+exp_alerts: \\[]");
            assertThat(tests).containsPattern("alertname: " + alert + "\\s+exp_alerts:\\s+- exp_labels");
        });
    }

    @Test
    void eachSaysWhatToLookAt() throws Exception {
        String rules = OpsFiles.text(OpsFiles.ALERTS);

        assertThat(Pattern.compile("(?s)- alert: (\\w+).*?(?=- alert|\\z)")
                        .matcher(rules)
                        .results()
                        .map(MatchResult::group))
                .hasSameSizeAs(alerts())
                .allSatisfy(rule -> assertThat(rule)
                        .contains("severity: ", "summary: ", "description: ", "look: ", "$labels.name", "/actuator/"));
    }

    private static List<String> alerts() throws Exception {
        return Pattern.compile("- alert: (\\w+)")
                .matcher(OpsFiles.text(OpsFiles.ALERTS))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
