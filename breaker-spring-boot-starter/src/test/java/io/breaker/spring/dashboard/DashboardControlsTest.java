package io.breaker.spring.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.spring.dashboard.EventStream.Event;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** The buttons of the page, on real servers. */
@ParameterizedClass
@EnumSource(
        value = Shop.Kind.class,
        names = {"MVC_ON_TWO_PORTS", "WEBFLUX_ON_ONE_PORT"})
@ExtendWith(OutputCaptureExtension.class)
class DashboardControlsTest extends OnRealServers {

    private static final String JSON = "application/json";

    private CircuitBreaker breaker;

    @Override
    Shop open() {
        return new Shop(kind, "--breaker.dashboard.controls=true");
    }

    @BeforeEach
    void closeTheBreaker() {
        breaker = shop.breaker("payment");
        breaker.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSED, FORCE_OPEN, FORCED_OPEN, WARN",
        "FORCED_OPEN, CLOSE, CLOSED, INFO",
        "CLOSED, DISABLE, DISABLED, INFO",
        "FORCED_OPEN, RESET, CLOSED, INFO"
    })
    void aButtonDoesWhatItSaysAndItIsRecordedWhoAndWhy(
            State before, String action, State after, String level, CapturedOutput output) throws Exception {
        if (before == State.FORCED_OPEN) {
            breaker.forceOpen();
        }
        try (EventStream stream = shop.stream()) {
            assertThat(Objects.requireNonNull(stream.next())
                            .data()
                            .at("/about/controls")
                            .asBoolean())
                    .isTrue();

            HttpResponse<String> answer = shop.press(JSON, true, Shop.wish("payment", action));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(answer.body()).isEqualTo("{\"message\":\"Circuit breaker 'payment' is now " + after + ".\"}");
            assertThat(breaker.state()).isEqualTo(after);
            String recorded = "by unknown: provider is down";
            Event event = Objects.requireNonNull(stream.next());
            while (!event.data().path("events").toString().contains(recorded)) {
                event = Objects.requireNonNull(stream.next());
            }
            assertThat(output.getOut().lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains(
                                    level, "Circuit breaker 'payment' went from " + before + " to " + after, recorded));
        }
    }

    @Test
    void aButtonCanBeForAWhile() throws Exception {
        String wish = Shop.wish("payment", "FORCE_OPEN").replace("}", ", \"for\": \"30m\"}");

        assertThat(shop.press(JSON, true, wish).statusCode()).isEqualTo(200);

        try (EventStream stream = shop.stream()) {
            JsonNode tile = stream.nextTile("circuitbreaker:payment");
            assertThat(tile.path("state").asString()).isEqualTo("FORCED_OPEN");
            assertThat(tile.path("until").asLong() - tile.path("since").asLong())
                    .isEqualTo(Duration.ofMinutes(30).toMillis());
        }
    }

    @Test
    void withoutTheHeaderItIsForbidden() throws Exception {
        assertThat(shop.press(JSON, false, Shop.wish("payment", "FORCE_OPEN")).statusCode())
                .isEqualTo(403);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void onlyThePageItselfMayAskWhateverTheApplicationAllowsOtherSites() throws Exception {
        String wish = Shop.wish("payment", "FORCE_OPEN");

        for (String other : List.of("https://evil.example", "http://127.0.0.1:1", "null")) {
            assertThat(shop.pressFrom(other, wish)).as(other).isEqualTo(403);
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);

        assertThat(shop.pressFrom("http://127.0.0.1:" + shop.managementPort(), wish))
                .isEqualTo(200);
        assertThat(breaker.state()).isEqualTo(State.FORCED_OPEN);
    }

    @Test
    void closingWhatIsClosedSaysSo() throws Exception {
        assertThat(shop.press(JSON, true, Shop.wish("payment", "CLOSE")).body())
                .contains("Circuit breaker 'payment' is already CLOSED.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void whatAFormOfAnotherSiteCanSendIsNoSupportedType(String type) throws Exception {
        int status = shop.press(type, true, Shop.wish("payment", "FORCE_OPEN")).statusCode();

        // Management servers of Spring MVC on a port of their own do not get as far with multipart requests.
        assertThat(status).isIn(type.startsWith("multipart") ? List.of(415, 500) : List.of(415));
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"name\": \"payment\", \"action\": \"OPEN_WIDE\", \"reason\": \"because\"}",
                "{\"name\": \"payment\", \"action\": \"FORCE_OPEN\"}",
                "{\"name\": \"payment\", \"action\": \"FORCE_OPEN\", \"reason\": \" \"}",
                "{\"name\": \"payment\", \"action\": \"FORCE_OPEN\", \"reason\": 7}",
                "{\"name\": \"payment\", \"action\": \"FORCE_OPEN\", \"reason\": \"because\", \"for\": \"long\"}",
                "{\"name\": \"payment\", \"action\": \"FORCE_OPEN\", \"reason\": \"because\", \"for\": \"400d\"}",
                "{\"name\": \"payment\", \"action\": \"CLOSE\", \"reason\": \"because\", \"for\": \"1m\"}"
            })
    void whatIsNotUnderstoodChangesNothing(String body) throws Exception {
        assertThat(shop.press(JSON, true, body).statusCode()).isEqualTo(400);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void anUnknownBreakerIsNotFoundAndNotMade() throws Exception {
        HttpResponse<String> answer = shop.press(JSON, true, Shop.wish("ghost", "FORCE_OPEN"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no circuit breaker 'ghost'.");
        assertThat(shop.get("/breaker-dashboard/detail?kind=circuitbreaker&name=ghost")
                        .statusCode())
                .isEqualTo(404);
    }
}
