package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.fleet.FleetStore;
import io.breaker.fleet.InMemoryFleetStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What of a fleet comes over the wire of a real server. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = FleetOverHttpTest.Application.class,
        properties = {
            "breaker.circuitbreaker.instances.payment.fleet.enabled=true",
            "breaker.fleet.startup-timeout=60s",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.circuitbreakers.access=unrestricted",
            "management.endpoints.jmx.exposure.include=circuitbreakers",
            "management.endpoints.jmx.domain=breaker-fleet-test",
            "spring.jmx.enabled=true",
            "spring.jmx.default-domain=breaker-fleet-test",
            "management.prometheus.metrics.export.enabled=true"
        })
class FleetOverHttpTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();

    @LocalServerPort
    private int port;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @Autowired
    private MBeanServer beans;

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + path));
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(to("circuitbreakers/payment")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void aCommandForAllIsCarriedOutAndShown() throws Exception {
        HttpResponse<String> response = post("""
                {"updateState": "FORCE_OPEN", "scope": "fleet", "reason": "drill", "by": "ops", "for": "2h"}""");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode override = json.readTree(response.body()).at("/fleet/override");
        assertThat(override.at("/mode").asString()).isEqualTo("FORCED_OPEN");
        assertThat(override.at("/by").asString()).isEqualTo("ops");
        assertThat(override.at("/remaining").asString()).matches("PT(2H|1H59M.*)");
        assertThat(breakers.circuitBreaker("payment").state()).isEqualTo(State.FORCED_OPEN);
        JsonNode shown = json.readTree(send(to("circuitbreakers/payment").GET()).body());
        assertThat(shown.at("/fleet/override/reason").asString()).isEqualTo("drill");
        assertThat(shown.at("/fleet/attached").asBoolean()).isTrue();

        assertThat(post("{\"updateState\": \"RELEASE\", \"scope\": \"fleet\"}").statusCode())
                .isEqualTo(200);
        assertThat(breakers.circuitBreaker("payment").state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aBadValueIsAnsweredInASentence() throws Exception {
        HttpResponse<String> response = post("{\"updateState\": \"FORCE_OPEN\", \"scope\": \"fleet\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json.readTree(response.body()).at("/message").asString())
                .isEqualTo("reason is missing: FORCE_OPEN for the whole fleet takes one.");
    }

    @Test
    void aKeyThatNobodyKnowsIsRefusedAndNothingIsDone() throws Exception {
        HttpResponse<String> response = post("""
                {"updateState": "DISABLE", "scope": "fleet", "reason": "drill", "duration": "2h"}""");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json.readTree(response.body()).at("/message").asString())
                .startsWith("Nobody knows the key duration. There are: updateState, scope, reason, by, for, ");
        assertThat(breakers.circuitBreaker("payment").state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aReleaseTakesNoDuration() throws Exception {
        assertThat(post("{\"updateState\": \"RELEASE\", \"scope\": \"fleet\", \"for\": \"2h\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void theManagedBeanHasTheSameKeys() throws Exception {
        ObjectName endpoint = new ObjectName("breaker-fleet-test:type=Endpoint,name=Circuitbreakers");
        MBeanOperationInfo update = Stream.of(beans.getMBeanInfo(endpoint).getOperations())
                .filter(operation -> operation.getName().equals("updateState"))
                .findFirst()
                .orElseThrow();
        String[] types = Stream.of(update.getSignature())
                .map(MBeanParameterInfo::getType)
                .toArray(String[]::new);

        Object answer = beans.invoke(
                endpoint,
                "updateState",
                new Object[] {"payment", "METRICS_ONLY", "fleet", "drill", "ops", "2h", null},
                types);

        assertThat(update.getSignature())
                .extracting(MBeanParameterInfo::getName)
                .containsExactly("name", "updateState", "scope", "reason", "by", "for", "settings");
        JsonNode override = json.valueToTree(answer).at("/body/fleet/override");
        assertThat(override.at("/mode").asString()).isEqualTo("METRICS_ONLY");
        assertThat(override.at("/remaining").asString()).matches("PT(2H|1H59M.*)");

        beans.invoke(
                endpoint, "updateState", new Object[] {"payment", "RELEASE", "fleet", null, null, null, null}, types);
        assertThat(breakers.circuitBreaker("payment").state()).isEqualTo(State.CLOSED);
    }

    @Test
    void prometheusReadsTheFleetsMeters() throws Exception {
        assertThat(send(to("prometheus").GET()).body())
                .contains(
                        "breaker_circuitbreaker_fleet_attached{name=\"payment\"} 1.0",
                        "breaker_circuitbreaker_fleet_exchanges_total{kind=\"successful\",name=\"payment\"}",
                        "breaker_circuitbreaker_fleet_exchange_duration_seconds_count{name=\"payment\"}",
                        "breaker_circuitbreaker_fleet_detached_duration_seconds_total{name=\"payment\"}",
                        "breaker_circuitbreaker_fleet_leases_total{name=\"payment\"}",
                        "breaker_circuitbreaker_fleet_mixed_rules{name=\"payment\"} 0.0");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        FleetStore store() {
            return new InMemoryFleetStore();
        }
    }
}
