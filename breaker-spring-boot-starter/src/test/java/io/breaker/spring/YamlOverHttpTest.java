package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.ExceptionClassifier;
import io.breaker.spring.config.CircuitBreakerConfigCustomizer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.function.Predicate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What a file of properties makes of health, meters and endpoints, with everything as it is wired for users. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = YamlOverHttpTest.Application.class,
        properties = "spring.config.location=classpath:over-http.yml")
class YamlOverHttpTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();

    @LocalServerPort
    private int port;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @Autowired
    private MeterRegistry meters;

    @AfterEach
    void close() {
        breakers.all().forEach(breaker -> breaker.close());
    }

    @Test
    void predicatesFromAFileAreShownAsTheClassesThatTheUserWrote() throws Exception {
        assertThat(config("/circuitbreakers/redis"))
                .containsEntry("recordFailurePredicate", Odd.class.getName())
                .containsEntry("ignoreExceptionPredicate", Harmless.class.getName())
                .containsEntry("recordResultPredicate", Empty.class.getName())
                .containsEntry("exceptionClassifier", null);
        assertThat(config("/retries/redis"))
                .containsEntry("retryExceptionPredicate", Odd.class.getName())
                .containsEntry("resultPredicate", Empty.class.getName());
    }

    @Test
    void aClassifierFromAFileIsShownAsTheBeanThatTheUserNamed() throws Exception {
        assertThat(config("/circuitbreakers/classified")).containsEntry("exceptionClassifier", "myClassifier");
    }

    @Test
    void aPredicateFromCodeIsShownAsItsClass() throws Exception {
        assertThat(config("/circuitbreakers/hidden")).containsEntry("recordResultPredicate", Empty.class.getName());
    }

    @Test
    void theFlagsOfAFileSayWhoShowsInTheHealthComponentAndWhoTurnsItDown() throws Exception {
        assertThat(tree("/health/circuitBreakers").get("details"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsOnlyKeys("redis", "classified", "critical");

        breakers.circuitBreaker("redis").forceOpen();
        breakers.circuitBreaker("hidden").forceOpen();
        assertThat(tree("/health/circuitBreakers")).containsEntry("status", "UP");

        breakers.circuitBreaker("critical").forceOpen();
        assertThat(tree("/health/circuitBreakers")).containsEntry("status", "DOWN");
        assertThat(get("/health").statusCode()).isEqualTo(503);
    }

    @Test
    void thePrefixOfAFileBeginsTheNamesOfAllMeters() {
        assertThat(meters.get("house.circuitbreaker.state").gauges()).hasSize(4 * 6);
        assertThat(meters.get("house.retry.calls").tag("name", "redis").meters())
                .hasSize(4);
        assertThat(meters.getMeters())
                .extracting(Meter::getId)
                .noneMatch(id -> id.getName().startsWith("breaker."));
    }

    private Map<String, Object> config(String path) throws Exception {
        return json.readerForMapOf(Object.class)
                .readValue(json.writeValueAsString(tree(path).get("config")));
    }

    private Map<String, Object> tree(String path) throws Exception {
        return json.readerForMapOf(Object.class).readValue(get(path).body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/actuator" + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    static final class Odd implements Predicate<Throwable> {
        @Override
        public boolean test(Throwable thrown) {
            return String.valueOf(thrown.getMessage()).length() % 2 == 1;
        }
    }

    static final class Harmless implements Predicate<Throwable> {
        @Override
        public boolean test(Throwable thrown) {
            return thrown instanceof IllegalArgumentException;
        }
    }

    static final class Empty implements Predicate<@Nullable Object> {
        @Override
        public boolean test(@Nullable Object result) {
            return "".equals(result);
        }
    }

    /** All that Boot and Breaker bring. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Application {
        @Bean
        ExceptionClassifier myClassifier() {
            return thrown -> true;
        }

        @Bean
        CircuitBreakerConfigCustomizer customizer() {
            return (name, builder) -> {
                if (name.equals("hidden")) {
                    builder.recordResultPredicate(new Empty());
                }
            };
        }
    }
}
