package io.breaker.spring.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What the page does alike on Spring MVC and on WebFlux, on the application's port and on another one, with buttons and without. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
@SuppressWarnings("NullAway.Init") // by JUnit
abstract class OnRealServers {

    static final String PAGE = "/breaker-dashboard";

    @Parameter
    Shop.Kind kind;

    Shop shop;

    abstract Shop open();

    @BeforeParameterizedClassInvocation
    void start() {
        shop = open();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        shop.close();
    }

    /** Servers wait for requests that still run, here for ten minutes: see {@code dashboard.yml}. */
    @Test
    void aBodyThatIsNoneIsAnsweredInASentence() throws Exception {
        HttpRequest request = shop.request("/circuitbreakers/payment")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("OPEN"))
                .build();

        HttpResponse<String> response = shop.client.send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("The body must be a JSON object");
    }

    @Test
    @Order(Integer.MAX_VALUE) // there is no shop any more
    void anOpenStreamEndsWithTheApplicationAndDoesNotHoldItUp() throws Exception {
        try (EventStream stream = shop.stream()) {
            assertThat(stream.next()).isNotNull();

            shop.close();

            assertThat(shop.context.isActive()).isFalse();
            stream.drain();
        }
    }

    @Test
    void thePageIsServedOnTheManagementPortAlone() throws Exception {
        HttpResponse<String> page = shop.get(PAGE);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'self';")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.body())
                .startsWith("<!DOCTYPE html>")
                .doesNotContain("http://", "https://", "style=", "onclick");
        HttpRequest elsewhere = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + shop.port() + kind.path(PAGE)))
                .build();
        assertThat(shop.client.send(elsewhere, BodyHandlers.discarding()).statusCode())
                .isEqualTo(kind.twoPorts ? 404 : 200);
    }

    @Test
    void aSlashTooManyLeadsToThePage() throws Exception {
        HttpResponse<String> answer = shop.get(PAGE + "/");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("../breaker-dashboard");
    }

    @Test
    void everyFileOfThePageIsThereAndSentOnceToEachBrowser() throws Exception {
        List<String> links = shop.get(PAGE)
                .body()
                .lines()
                .flatMap(line -> List.of(line.split("\"")).stream())
                .filter(word -> word.startsWith("breaker-dashboard/"))
                .toList();

        assertThat(links).hasSize(5);
        for (String link : links) {
            HttpResponse<String> file = shop.get("/" + link);
            assertThat(file.statusCode()).as(link).isEqualTo(200);
            assertThat(file.headers().firstValue("Cache-Control")).hasValue("no-cache");
            // No other host is named, but for what XML calls its namespace and where the library is from.
            assertThat(file.body()
                            .replace("http://www.w3.org/2000/svg", "")
                            .replace("/*! https://github.com/leeoniya/uPlot (v1.6.32) */", ""))
                    .doesNotContain("http:", "https:", "ws:", "wss:", "\"//", "'//", "`//", "(//");
            String etag = file.headers().firstValue("ETag").orElseThrow();
            HttpRequest again =
                    shop.request("/" + link).header("If-None-Match", etag).build();
            assertThat(shop.client.send(again, BodyHandlers.discarding()).statusCode())
                    .as(link)
                    .isEqualTo(304);
        }
        assertThat(shop.get(PAGE + "/assets/uplot.license.txt").body()).contains("MIT License");
    }
}
