package io.breaker.sample.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real Prometheus scrapes the application, asks what the dashboard asks, and raises the alerts. */
class PrometheusTest extends WatchedApp {

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    @TempDir
    private Path directory;

    private Prometheus prometheus;

    @BeforeAll
    static void thereIsAPrometheus() {
        Tool.find("prometheus");
    }

    @BeforeEach
    void start() throws Exception {
        prometheus = new Prometheus(directory, port, Prometheus.hurried(OpsFiles.text(OpsFiles.ALERTS)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        prometheus.stop();
    }

    @Test
    void theDashboardHasDataAndTheAlertsFireWhileRedisIsDown() throws Exception {
        everyQueryOfTheDashboardReturnsData();
        everyVariableOfTheDashboardHasValues();
        everyMeterThatAFileNamesExists();
        assertThat(firing("BreakerOpen")).isEmpty();

        api.fault("redis", "down", "300ms");

        eventually().untilAsserted(() -> {
            assertThat(firing("BreakerOpen")).containsExactly("redis");
            assertThat(firing("BreakerRejections")).containsExactly("redis");
            assertThat(firing("BreakerFleetAlone")).containsExactly("payment");
            assertThat(firing("BreakerBulkheadFull")).containsExactly("mail");
        });
        assertThat(firing("BreakerFlapping")).isEmpty();
        JsonNode open = prometheus.firing().stream()
                .filter(alert -> alert.at("/labels/alertname").asString().equals("BreakerOpen"))
                .findFirst()
                .orElseThrow();
        assertThat(open.at("/annotations/description").asString())
                .startsWith(
                        "Circuit breaker redis of breaker-sample-app on localhost:" + port + " was last closed at 20")
                .doesNotContain("error expanding");
        assertThat(lookedUp(open.at("/annotations/look").asString())).isEqualTo("OPEN");

        api.heal();

        eventually().untilAsserted(() -> assertThat(firing("BreakerOpen")).isEmpty());
    }

    private void everyQueryOfTheDashboardReturnsData() throws Exception {
        Map<String, String> variables = Map.of(
                "application",
                "breaker-sample-app",
                "instance",
                "localhost:" + port,
                "name",
                ".*",
                "__rate_interval",
                "2s");
        List<GrafanaFile.Target> missing = new ArrayList<>(GrafanaFile.read().targets());
        eventually().untilAsserted(() -> {
            missing.removeIf(
                    target -> !prometheus.query(target.filled(variables)).isEmpty());
            assertThat(missing).isEmpty();
        });
    }

    private void everyVariableOfTheDashboardHasValues() throws Exception {
        Map<String, String> known =
                Map.of("application", "breaker-sample-app", "instance", "localhost:" + port, "name", "redis");
        for (JsonNode variable : GrafanaFile.read().variables()) {
            Matcher query = LABEL_VALUES.matcher(variable.at("/query/query").asString(""));
            if (query.matches()) {
                String name = variable.path("name").asString();
                GrafanaFile.Target target = new GrafanaFile.Target(name, "", query.group(1));
                assertThat(prometheus.labelValues(
                                target.filled(Map.of("application", ".*", "instance", ".*")), query.group(2)))
                        .contains(known.get(name));
            }
        }
    }

    /** Annotations and expressions that select nothing yield nothing, and nobody would see that they are wrong. */
    private void everyMeterThatAFileNamesExists() throws Exception {
        Set<String> named = OpsFiles.prometheusNames(OpsFiles.text(OpsFiles.ALERTS));
        named.addAll(OpsFiles.prometheusNames(OpsFiles.text(Path.of("../README.md"))));
        assertThat(named)
                .hasSizeGreaterThan(10)
                .isSubsetOf(prometheus.labelValues("{__name__=~\"breaker_.*\"}", "__name__"));
    }

    /** The state that the first link shows. */
    private String lookedUp(String look) {
        Matcher link = Pattern.compile("http://localhost:" + port + "(/\\S+)").matcher(look);
        assertThat(link.find()).isTrue();
        return api.get(link.group(1)).field("state").replace("HALF_OPEN", "OPEN");
    }

    private List<String> firing(String alert) {
        return prometheus.firing().stream()
                .filter(firing -> firing.at("/labels/alertname").asString().equals(alert))
                .map(firing -> firing.at("/labels/name").asString())
                .toList();
    }
}
