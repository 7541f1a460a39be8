package io.breaker.sample.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of the repository that operators use. Tests run in their module's directory. */
final class OpsFiles {

    static final Path ALERTS = Path.of("../ops/prometheus/alerts.yml");
    static final Path ALERTS_TEST = Path.of("../ops/prometheus/alerts-test.yml");
    static final Path GRAFANA = Path.of("../ops/grafana/breaker.json");
    static final Path DATADOG = Path.of("../ops/datadog/breaker.json");
    static final Path METERS = Path.of("../docs/metrics.md");

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern PROMETHEUS_NAME = Pattern.compile("\\bbreaker_[a-z_]+");

    private OpsFiles() {}

    static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    static JsonNode json(Path file) throws IOException {
        return MAPPER.readTree(text(file));
    }

    /** The names of Breaker's meters in a text, as Prometheus knows them. */
    static Set<String> prometheusNames(String text) {
        Set<String> names = new TreeSet<>();
        PROMETHEUS_NAME.matcher(text).results().map(MatchResult::group).forEach(names::add);
        return names;
    }
}
