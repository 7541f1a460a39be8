package io.breaker.spring.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.spring.config.BreakerConfigRefresher;
import io.breaker.spring.dashboard.EventStream.Event;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the page gets, and that it has no buttons unless somebody wants them. */
@ParameterizedClass
@EnumSource(
        value = Shop.Kind.class,
        names = {"MVC_ON_ONE_PORT", "WEBFLUX_ON_TWO_PORTS"})
class DashboardOverHttpTest extends OnRealServers {

    @Override
    Shop open() {
        return new Shop(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/Dashboard.class",
                "/assets/..%2Fdashboard.html",
                "/assets/dashboard.html.bak",
                "/assets/",
                "/nothing",
                "/detail?kind=circuitbreaker&name=ghost",
                "/detail?kind=ghost&name=payment"
            })
    void whatIsNotThereIsNotServed(String path) throws Exception {
        assertThat(shop.get(PAGE + path).statusCode()).isIn(400, 404);
    }

    @Test
    void aStreamBeginsWithAllThatThereIs() throws Exception {
        try (EventStream stream = shop.stream()) {
            assertThat(stream.response().statusCode()).isEqualTo(200);
            assertThat(stream.response().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            assertThat(stream.response().headers().firstValue("Cache-Control")).hasValue("no-store");

            Event hello = Objects.requireNonNull(stream.next());

            assertThat(hello.type()).isEqualTo("hello");
            assertThat(hello.data().at("/about/application").asString()).isEqualTo("shop");
            assertThat(hello.data().at("/about/controls").asBoolean()).isFalse();
            List<String> ids = new ArrayList<>();
            hello.data().path("tiles").forEach(tile -> ids.add(tile.path("id").asString()));
            assertThat(ids)
                    .contains(
                            "circuitbreaker:payment",
                            "circuitbreaker:stock/v2 & <b>",
                            "retry:payment",
                            "ratelimiter:payment",
                            "timelimiter:payment",
                            "bulkhead:payment",
                            "thread-pool-bulkhead:payment");
            JsonNode payment = Objects.requireNonNull(hello.tile("circuitbreaker:payment"));
            assertThat(payment.path("failureThreshold").asDouble()).isEqualTo(40);
            assertThat(payment.path("minimum").asInt()).isEqualTo(4);
            assertThat(payment.path("fleet").isNull()).isTrue();
            assertThat(Objects.requireNonNull(hello.tile("ratelimiter:payment")).toString())
                    .contains("[\"permits\",\"7 of 7\"]");
        }
    }

    @Test
    void whoAsksWhetherThereIsAStreamTakesNobodysPlace() throws Exception {
        for (int i = 0; i < 40; i++) {
            assertThat(shop.head()).isEqualTo(200);
        }
        try (EventStream stream = shop.stream()) {
            assertThat(stream.response().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aStreamTellsWhatIsOpenSinceWhenWhyAndWhatItCosts() throws Exception {
        CircuitBreaker breaker = shop.breaker("opens-" + kind);
        try (EventStream stream = shop.stream()) {
            stream.nextTile("circuitbreaker:" + breaker.name());
            breaker.open();
            breaker.tryAcquire();
            breaker.tryAcquire();

            JsonNode tile = stream.nextTile("circuitbreaker:" + breaker.name());
            while (!tile.path("state").asString().equals("OPEN")
                    || tile.path("refusedInOutage").asInt() < 2) {
                tile = stream.nextTile("circuitbreaker:" + breaker.name());
            }

            assertThat(tile.path("why").asString()).startsWith("by hand");
            assertThat(tile.path("since").asLong())
                    .isEqualTo(breaker.snapshot().since().toEpochMilli());
            assertThat(tile.path("probeAt").asLong())
                    .isGreaterThan(tile.path("since").asLong());
            assertThat(tile.path("refusedInOutage").asInt()).isEqualTo(2);
        }
        try (EventStream later = shop.stream()) { // whoever comes later hears of it, too
            Event hello = Objects.requireNonNull(later.next());
            Event tick = Objects.requireNonNull(later.next());
            assertThat(hello.data().path("events").toString() + tick.data().path("events"))
                    .contains("\"name\":\"" + breaker.name()
                            + "\",\"from\":\"CLOSED\",\"to\":\"OPEN\",\"cause\":\"MANUAL\"");
        }
    }

    @Test
    void callsAreCountedAndTimedWhileSomebodyWatches() throws Exception {
        CircuitBreaker breaker = shop.breaker("busy-" + kind);
        String id = "circuitbreaker:" + breaker.name();
        shop.retry(breaker.name());
        try (EventStream stream = shop.stream()) {
            JsonNode tile = stream.nextTile(id);
            // Calls come until they are seen: those before the first tick that counts are seen by nobody.
            while (!(tile.path("ok").asDouble() > 0 && tile.path("failed").asDouble() > 0)) {
                breaker.call(() -> "done");
                assertThatThrownBy(() -> breaker.call(() -> {
                            throw new IOException("broken");
                        }))
                        .isInstanceOf(IOException.class);
                shop.retry(breaker.name()).call(() -> "done");
                tile = stream.nextTile(id);
            }

            assertThat(tile.path("p50").asDouble()).isPositive();
            assertThat(tile.path("p99").asDouble())
                    .isGreaterThanOrEqualTo(tile.path("p50").asDouble());
            assertThat(tile.path("retriesPerCall").asDouble()).isZero();
        }
    }

    @Test
    void aBreakerThatIsRemovedIsGoneFromThePage() throws Exception {
        String name = "passing-" + kind;
        shop.breaker(name);
        try (EventStream stream = shop.stream()) {
            stream.nextTile("circuitbreaker:" + name);
            shop.remove(name);

            Event event = Objects.requireNonNull(stream.next());
            while (!event.data().path("gone").toString().contains("circuitbreaker:" + name)) {
                event = Objects.requireNonNull(stream.next());
            }
            assertThat(event.tile("circuitbreaker:" + name)).isNull();
        }
    }

    @Test
    void withoutTheSwitchThereAreNoButtons() throws Exception {
        CircuitBreaker breaker = shop.breaker("payment");

        assertThat(shop.press("application/json", true, Shop.wish("payment", "FORCE_OPEN"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void detailsSayWhereEachValueComesFrom() throws Exception {
        HttpResponse<String> answer = shop.get(PAGE + "/detail?kind=circuitbreaker&name=payment");

        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.body())
                .contains("{\"setting\":\"failure-rate-threshold\",\"value\":\"40.0\",\"from\":\"dashboard.yml:13\"")
                .contains("{\"setting\":\"sliding-window-size\",\"value\":\"20\",\"from\":\"dashboard.yml:7\",\"key\":"
                        + "\"breaker.circuitbreaker.configs.default.sliding-window-size\"")
                .contains("{\"setting\":\"minimum-number-of-calls\",\"value\":\"4\",\"from\":\"dashboard.yml:9\"")
                .contains("{\"setting\":\"fast-window.calls\",\"value\":\"5\",\"from\":\"dashboard.yml:14\"")
                .contains("\"value\":\"java.util.NoSuchElementException, java.lang.IllegalArgumentException\","
                        + "\"from\":\"dashboard.yml:16\"")
                .contains("{\"setting\":\"base-config\",\"value\":\"careful\",\"from\":\"dashboard.yml:12\"")
                .contains("{\"setting\":\"slow-call-rate-threshold\",\"value\":\"100.0\",\"from\":\"default\"}");
    }

    @Test
    void aValueThatCodeHasChangedDoesNotPretendToComeFromTheFile() throws Exception {
        CircuitBreaker stock = shop.breaker("stock/v2 & <b>");
        stock.reconfigure(stock.config().toBuilder().failureRateThreshold(30).build());

        HttpResponse<String> answer = shop.get(PAGE + "/detail?kind=circuitbreaker&name=stock%2Fv2%20%26%20%3Cb%3E");

        assertThat(answer.body())
                .contains("{\"setting\":\"failure-rate-threshold\",\"value\":\"30.0\",\"from\":\"code\"}")
                .contains(
                        "{\"setting\":\"slow-call-duration-threshold\",\"value\":\"PT0.2S\",\"from\":\"dashboard.yml:19\"");
    }

    @Test
    void aValueThatAnOperatorHasChangedSaysWhoAndWhy() throws Exception {
        String name = "changed-" + kind;
        shop.breaker(name);
        shop.context
                .getBean(BreakerConfigRefresher.class)
                .change(name, Map.of("failure-rate-threshold", "33"), "ops", "slow today");

        assertThat(shop.get(PAGE + "/detail?kind=circuitbreaker&name=" + name).body())
                .containsPattern(
                        "\"failure-rate-threshold\",\"value\":\"33.0\",\"from\":\"changed at [^\"]* by ops: slow today\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "ratelimiter", "timelimiter", "bulkhead", "thread-pool-bulkhead"})
    void everyPolicyHasDetails(String policy) throws Exception {
        assertThat(shop.get(PAGE + "/detail?kind=" + policy + "&name=payment").body())
                .startsWith("{\"kind\":\"" + policy + "\",\"name\":\"payment\",\"settings\":[{")
                .contains("\"from\":\"dashboard.yml:2");
    }
}
