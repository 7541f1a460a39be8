package io.breaker.sample.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus of our own, a real one, which scrapes four times a second. */
final class Prometheus {

    /** A sixtieth of what is usual: see {@link #hurried}. */
    private static final String CONFIGURATION = """
            global: {scrape_interval: 250ms, evaluation_interval: 250ms}
            rule_files: [alerts.yml]
            scrape_configs:
              - job_name: sample
                metrics_path: /actuator/prometheus
                static_configs: [{targets: ["localhost:%d"]}]
            """;

    private static final Pattern LISTENING = Pattern.compile("msg=\"Listening on\" address=(\\S+)");
    private static final Pattern DURATION = Pattern.compile("(for: |[\\[:])(\\d+)([mhd])(?=[\\]:\\n])");

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper mapper = new JsonMapper();
    private final Process process;
    private final Path log;
    private final String address;

    Prometheus(Path directory, int port, String rules) throws IOException {
        String prometheus = Tool.find("prometheus").path();
        Files.writeString(directory.resolve("prometheus.yml"), CONFIGURATION.formatted(port));
        Files.writeString(directory.resolve("alerts.yml"), rules);
        log = directory.resolve("log");
        process = new ProcessBuilder(
                        prometheus,
                        "--config.file=prometheus.yml",
                        "--storage.tsdb.path=data",
                        "--web.listen-address=127.0.0.1:0")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        address = WatchedApp.eventually().until(this::listening, found -> !found.isEmpty());
    }

    private String listening() throws IOException {
        String said = Files.readString(log);
        if (!process.isAlive()) {
            throw new AssertionError("Prometheus has ended\n" + said);
        }
        Matcher found = LISTENING.matcher(said);
        return said.contains("Server is ready") && found.find() ? found.group(1) : "";
    }

    /**
     * The same rules for a clock that is sixty times as fast: seconds for minutes, minutes for hours. All durations keep
     * their proportions, to each other and to the time between two scrapes, which is 15 s usually and 250 ms here.
     */
    static String hurried(String rules) {
        return DURATION.matcher(rules).replaceAll(found -> {
            long number = Long.parseLong(found.group(2));
            String shorter = switch (found.group(3)) {
                case "m" -> number + "s";
                case "h" -> number + "m";
                default -> number * 24 + "m";
            };
            return found.group(1) + shorter;
        });
    }

    /** What an expression yields now, NaN left out. */
    List<JsonNode> query(String expression) {
        JsonNode result = get("/api/v1/query?query=" + encoded(expression)).path("result");
        return result.values().stream()
                .filter(sample -> !sample.path("value").path(1).asString().equals("NaN"))
                .toList();
    }

    /** The values of a label among the series that a selector selects. */
    List<String> labelValues(String selector, String label) {
        JsonNode values =
                get("/api/v1/label/" + label + "/values?match[]=".replace("[]", "%5B%5D") + encoded(selector));
        return values.values().stream().map(JsonNode::asString).toList();
    }

    /** The alerts that fire. */
    List<JsonNode> firing() {
        return get("/api/v1/alerts").path("alerts").values().stream()
                .filter(alert -> alert.path("state").asString().equals("firing"))
                .toList();
    }

    private JsonNode get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        String text = http.sendAsync(request, BodyHandlers.ofString()).join().body();
        JsonNode answer = mapper.readTree(text);
        if (!answer.path("status").asString().equals("success")) {
            throw new AssertionError(path + "\n" + text);
        }
        return answer.path("data");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
