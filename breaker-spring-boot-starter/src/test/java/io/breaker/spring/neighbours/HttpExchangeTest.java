package io.breaker.spring.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

/** An HTTP interface client with annotations on the interface: nobody writes a class. */
class HttpExchangeTest {

    public interface StockClient {

        @GetExchange("/stock/{id}")
        @Retry(name = "stock")
        @CircuitBreaker(name = "stock", fallbackMethod = "unknown")
        String find(@PathVariable String id);

        @GetExchange("/free/{id}")
        String unguarded(@PathVariable String id);

        default String unknown(String id, HttpServerErrorException failed) {
            return id + " unknown, status " + failed.getStatusCode().value();
        }

        default String unknown(String id, Throwable other) {
            return id + " unknown, " + other.getClass().getSimpleName();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportHttpServices(group = "stock", types = StockClient.class)
    static class Clients {}

    private StockServer server;

    @BeforeEach
    void start() throws IOException {
        server = new StockServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void run(ContextConsumer<AssertableApplicationContext> consumer) {
        Neighbourhood.application()
                .withConfiguration(AutoConfigurations.of(
                        HttpClientAutoConfiguration.class,
                        ImperativeHttpClientAutoConfiguration.class,
                        HttpMessageConvertersAutoConfiguration.class,
                        RestClientAutoConfiguration.class,
                        HttpServiceClientPropertiesAutoConfiguration.class,
                        HttpServiceClientAutoConfiguration.class))
                .withUserConfiguration(Clients.class)
                .withPropertyValues("spring.http.serviceclient.stock.base-url=" + server.url())
                .run(consumer);
    }

    private static io.breaker.circuitbreaker.CircuitBreaker breaker(ApplicationContext context) {
        return context.getBean(CircuitBreakerRegistry.class).circuitBreaker("stock");
    }

    @Test
    void aSuccessGoesThroughAndIsCounted() {
        run(context -> {
            assertThat(context.getBean(StockClient.class).find("7")).isEqualTo("/stock/7");
            assertThat(breaker(context).snapshot().successfulCalls()).isEqualTo(1);
        });
    }

    @Test
    void aFailureIsRetriedCountedAndAnsweredByTheDefaultMethod() {
        run(context -> {
            server.answerWith(503);
            assertThat(context.getBean(StockClient.class).find("7")).isEqualTo("7 unknown, status 503");
            assertThat(server.requests()).isEqualTo(3);
            assertThat(breaker(context).snapshot().failedCalls()).isEqualTo(3);
        });
    }

    @Test
    void aRefusalSendsNothingAndIsAnsweredByTheDefaultMethod() {
        run(context -> {
            breaker(context).open();
            assertThat(context.getBean(StockClient.class).find("7")).isEqualTo("7 unknown, CallNotPermittedException");
            assertThat(server.requests()).isZero();
        });
    }

    @Test
    void aMethodWithoutAnnotationIsLeftAlone() {
        run(context -> {
            breaker(context).open();
            assertThat(context.getBean(StockClient.class).unguarded("7")).isEqualTo("/free/7");
            CircuitBreakerSnapshot breaker = breaker(context).snapshot();
            assertThat(breaker.notPermittedCalls()).isZero();
        });
    }
}
