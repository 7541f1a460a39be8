package io.breaker.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The running service as its clients and its operator see it. */
public final class Api {

    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper mapper = new JsonMapper();

    public Api(int port) {
        this.url = URI.create("http://localhost:" + port);
    }

    public record Answer(int status, String text, JsonNode json) {

        public String field(String name) {
            return json.path(name).asString("");
        }
    }

    public Answer get(String path) {
        return send("GET", path, "").join();
    }

    Answer put(String path, String body) {
        return send("PUT", path, body).join();
    }

    Answer post(String path, String body) {
        return send("POST", path, body).join();
    }

    CompletableFuture<Answer> getLater(String path) {
        return send("GET", path, "");
    }

    CompletableFuture<Answer> orderLater() {
        return send("POST", "/orders", ORDER);
    }

    public Answer order() {
        return post("/orders", ORDER);
    }

    private static final String ORDER = """
            {"storeId": "2", "productId": "2", "quantity": 1}""";

    public void fault(String server, String mode, String delay) {
        Answer answer = post("/faults/" + server, """
                {"mode": "%s", "delay": "%s"}""".formatted(mode, delay));
        if (answer.status() != 200) {
            throw new AssertionError(answer);
        }
    }

    public void heal() {
        for (String server : new String[] {"redis", "payment"}) {
            fault(server, "none", "300ms");
        }
    }

    public void updateBreaker(String name, String state) {
        Answer answer = post("/actuator/circuitbreakers/" + name, """
                {"updateState": "%s"}""".formatted(state));
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer);
        }
    }

    /** The breaker's details in {@code /actuator/health}. */
    JsonNode health(String breaker) {
        return get("/actuator/health").json().at("/components/circuitBreakers/details/" + breaker + "/details");
    }

    String stateInHealth(String breaker) {
        return health(breaker).path("state").asString("");
    }

    boolean isOpenInPrometheus(String breaker) {
        return get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith("breaker_circuitbreaker_state{"))
                .filter(line -> line.contains("name=\"" + breaker + "\"") && line.contains("state=\"open\""))
                .anyMatch(line -> line.endsWith(" 1.0"));
    }

    private CompletableFuture<Answer> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(this::answer);
    }

    private Answer answer(HttpResponse<String> response) {
        boolean isJson =
                response.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(response.statusCode(), response.body(), mapper.readTree(isJson ? response.body() : "{}"));
    }
}
