package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** A configuration that an operator changes over the wire of a real server. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = ChangeOverHttpTest.Application.class,
        properties = {
            "breaker.circuitbreaker.instances.redis.failure-rate-threshold=40",
            "management.endpoints.web.exposure.include=circuitbreakers,circuitbreakerevents",
            "management.endpoint.circuitbreakers.access=unrestricted"
        })
class ChangeOverHttpTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();

    @LocalServerPort
    private int port;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @BeforeEach
    void startWithAFreshBreaker() {
        breakers.remove("redis");
        breakers.circuitBreaker("redis");
    }

    @Test
    void aPostChangesTheConfigurationInForceAndShowsThat() throws Exception {
        HttpResponse<String> response = post("/circuitbreakers/redis", """
                {"failure-rate-threshold": 25, "waitDurationInOpenState": "5s",
                "record-exceptions": "java.io.IOException, java.lang.IllegalStateException",
                "by": "bob", "reason": "they are slow today"}""");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("failureRateThreshold 40.0 -> 25.0", "PT1M -> PT5S");
        String shown = get("/circuitbreakers/redis").body();
        assertThat(shown)
                .contains("\"failureRateThreshold\":25.0", "\"waitDurationInOpenState\":\"PT5S\"")
                .contains("\"recordExceptions\":[\"java.io.IOException\",\"java.lang.IllegalStateException\"]")
                .contains("\"changedSettings\":{\"failure-rate-threshold\":{\"value\":\"25\",\"since\":\"")
                .contains("\"by\":\"bob\",\"reason\":\"they are slow today\"");
        assertThat(get("/circuitbreakerevents/redis/CONFIG_CHANGE").body())
                .contains("\"changes\":\"failureRateThreshold 40.0 -> 25.0", "\"by\":\"bob\"");

        assertThat(post("/circuitbreakers/redis", """
                        {"failure-rate-threshold": null, "wait-duration-in-open-state": null, "record-exceptions": null}""").statusCode()).isEqualTo(200);
        assertThat(get("/circuitbreakers/redis").body())
                .contains("\"failureRateThreshold\":40.0")
                .doesNotContain("changedSettings");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"failure-rate-threshold": 101}                    | failure-rate-threshold is 101: must be
                    {"failure-rate-threshold": 60, "wait-duration-in-open-state": "soon"} | wait-duration-in-open-state is soon: must be
                    {"failure-rate-treshold": 60}                      | Nobody knows the key failure-rate-treshold. Did you mean failure-rate-threshold?
                    {"updateSate": "OPEN"}                             | Nobody knows the key updateSate. Did you mean updateState?
                    {"record-exceptions": "java.io.NoSuchException"}   | java.io.NoSuchException
                    {"fleet.enabled": true}                            | fleet.enabled cannot be changed while the application runs.
                    {"event-consumer-buffer-size": 7}                  | event-consumer-buffer-size cannot be changed while the application runs.
                    {"failure-rate-threshold": 60, "updateState": "OPEN"} | updateState and settings (failure-rate-threshold) are changed one after the other.
                    {"failure-rate-threshold": 60, "for": "5m"}        | take no for
                    {"failure-rate-threshold": 60, "scope": "fleet"}   | are changed for one instance, not for a fleet.
                    {"updateState": "FORCE_OPEN", "for": "soon"}       | for is 'soon': must be one such as 30m or PT1H, from 1 ms to 366 days.
                    {"updateState": "FORCE_OPEN", "for": "0s"}         | for is '0s': must be one such as 30m or PT1H, from 1 ms to 366 days.
                    {"updateState": "CLOSE", "for": "5m"}              | CLOSE takes no for
                    {"failure-rate-threshold": ""}                     | failure-rate-threshold is empty.
                    {"failure-rate-threshold": 30, "failureRateThreshold": 31} | failure-rate-threshold is there twice. Say it once.
                    {"record-exceptions": "${java.home}"}              | record-exceptions must not be a placeholder.
                    {"updateState": "OPEN", "name": "other"}           | Nobody knows the key name.
                    {"updateState": "OPEN", "security": "x"}           | Nobody knows the key security.
                    {"updateState": "FORCE_OPEN", "settings": "x"}     | Nobody knows the key settings.
                    """)
    void whatIsWrongIsSaidInASentenceAndNothingIsChanged(String body, String sentence) throws Exception {
        Object before = breakers.circuitBreaker("redis").config();

        HttpResponse<String> response = post("/circuitbreakers/redis", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(String.valueOf(tree(response.body()).get("message"))).contains(sentence);
        assertThat(breakers.circuitBreaker("redis").config()).isSameAs(before);
        assertThat(breakers.circuitBreaker("redis").snapshot().cause()).isNull();
    }

    @Test
    void aStateThatTheBreakerHasAlreadyIsSaidToBeSo() throws Exception {
        HttpResponse<String> response =
                post("/circuitbreakers/redis", "{\"updateState\": \"CLOSE\", \"reason\": \"to be sure\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("Circuit breaker 'redis' is already CLOSED.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPEN", "{", "[1]", "{\"failure-rate-threshold\": {}}"})
    void aBodyThatIsNoneIsABadRequest(String body) throws Exception {
        HttpResponse<String> response = post("/circuitbreakers/redis", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(tree(response.body()))
                .isEqualTo(Map.of(
                        "message", "The body must be a JSON object of keys and plain values; lists have commas."));
        assertThat(breakers.circuitBreaker("redis").snapshot().cause()).isNull();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator" + path));
    }

    private Map<?, ?> tree(String body) {
        return json.readValue(body, Map.class);
    }

    /** Everything that Boot and we bring. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Application {}
}
