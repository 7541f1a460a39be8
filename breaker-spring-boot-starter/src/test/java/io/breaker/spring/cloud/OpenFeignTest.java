package io.breaker.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import feign.FeignException;
import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.spring.BreakerAutoConfiguration;
import io.breaker.spring.BreakerSpringCloudAutoConfiguration;
import io.breaker.spring.neighbours.StockServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.circuitbreaker.NoFallbackAvailableException;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FallbackFactory;
import org.springframework.cloud.openfeign.FeignAutoConfiguration;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The real OpenFeign, which takes its breakers from the factory. */
class OpenFeignTest {

    private StockServer server;
    private ApplicationContextRunner application;

    @BeforeEach
    void start() throws Exception {
        server = new StockServer();
        application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        BreakerAutoConfiguration.class,
                        BreakerSpringCloudAutoConfiguration.class,
                        HttpMessageConvertersAutoConfiguration.class,
                        FeignAutoConfiguration.class))
                .withUserConfiguration(Clients.class)
                .withPropertyValues("stock.url=" + server.url(), "spring.cloud.openfeign.circuitbreaker.enabled=true");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Without a fallback. */
    @FeignClient(name = "shelf", url = "${stock.url}")
    interface StockClient {

        @GetMapping("/stock/{id}")
        String find(@PathVariable("id") String id);
    }

    /** With one. */
    @FeignClient(name = "stock", url = "${stock.url}", fallbackFactory = Fallbacks.class)
    interface CaringStockClient {

        @GetMapping("/stock/{id}")
        String find(@PathVariable("id") String id);
    }

    /** Say what was thrown. */
    static class Fallbacks implements FallbackFactory<CaringStockClient> {

        @Override
        public CaringStockClient create(Throwable cause) {
            return id -> id + " while " + cause.getClass().getSimpleName();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableFeignClients(clients = {StockClient.class, CaringStockClient.class})
    static class Clients {

        @Bean
        Fallbacks fallbacks() {
            return new Fallbacks();
        }
    }

    @Test
    void hasABreakerPerMethodThatThePropertiesConfigureByName() {
        application
                .withPropertyValues(
                        "breaker.circuitbreaker.instances.StockClientfindString.sliding-window-size=2",
                        "breaker.circuitbreaker.instances.StockClientfindString.minimum-number-of-calls=2")
                .run(context -> {
                    StockClient client = context.getBean(StockClient.class);
                    assertThat(client.find("7")).isEqualTo("/stock/7");
                    server.answerWith(500);
                    assertThatThrownBy(() -> client.find("7"))
                            .isInstanceOf(NoFallbackAvailableException.class)
                            .hasRootCauseInstanceOf(FeignException.InternalServerError.class);
                    assertThatThrownBy(() -> client.find("7"))
                            .isInstanceOf(NoFallbackAvailableException.class)
                            .hasRootCauseInstanceOf(CallNotPermittedException.class);
                    assertThat(server.requests()).isEqualTo(2);
                    assertThat(context.getBean(CircuitBreakerRegistry.class)
                                    .circuitBreaker("StockClientfindString")
                                    .snapshot()
                                    .notPermittedCalls())
                            .isEqualTo(1);
                });
    }

    @Test
    void hasItsFallbackAnswerWithWhatHappenedInTheGroupOfTheClient() {
        application
                .withPropertyValues(
                        "spring.cloud.openfeign.circuitbreaker.group.enabled=true",
                        "breaker.circuitbreaker.instances.stock.sliding-window-size=2",
                        "breaker.circuitbreaker.instances.stock.minimum-number-of-calls=2")
                .run(context -> {
                    CaringStockClient client = context.getBean(CaringStockClient.class);
                    server.answerWith(500);
                    assertThat(client.find("7")).isEqualTo("7 while InternalServerError");
                    assertThat(client.find("7")).isEqualTo("7 while InternalServerError");
                    assertThat(client.find("7")).isEqualTo("7 while CallNotPermittedException");
                    assertThat(server.requests()).isEqualTo(2);
                    assertThat(context.getBean(CircuitBreakerRegistry.class)
                                    .circuitBreaker("stock")
                                    .snapshot()
                                    .bufferedCalls())
                            .isZero();
                });
    }
}
