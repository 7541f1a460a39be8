package io.breaker.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import io.breaker.spring.BreakerAutoConfiguration;
import io.breaker.spring.BreakerSpringCloudAutoConfiguration;
import io.breaker.spring.neighbours.StockServer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.circuitbreaker.CircuitBreaker;
import org.springframework.cloud.client.circuitbreaker.CircuitBreakerFactory;
import org.springframework.cloud.client.circuitbreaker.ConfigBuilder;
import org.springframework.cloud.client.circuitbreaker.Customizer;
import org.springframework.cloud.client.circuitbreaker.ReactiveCircuitBreakerFactory;
import org.springframework.cloud.client.circuitbreaker.httpservice.HttpServiceFallback;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;
import reactor.core.publisher.Flux;

@ExtendWith(OutputCaptureExtension.class)
class SpringCloudTest {

    private final StockServer server = newServer();

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BreakerAutoConfiguration.class,
                    BreakerSpringCloudAutoConfiguration.class,
                    CommonsClientAutoConfiguration.class,
                    HttpClientAutoConfiguration.class,
                    ImperativeHttpClientAutoConfiguration.class,
                    HttpMessageConvertersAutoConfiguration.class,
                    RestClientAutoConfiguration.class,
                    HttpServiceClientPropertiesAutoConfiguration.class,
                    HttpServiceClientAutoConfiguration.class))
            .withPropertyValues(
                    "spring.http.serviceclient.stock.base-url=" + server.url(),
                    "breaker.circuitbreaker.instances.stock.sliding-window-size=2",
                    "breaker.circuitbreaker.instances.stock.minimum-number-of-calls=2");

    private static StockServer newServer() {
        try {
            return new StockServer();
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static CircuitBreakerSnapshot stock(ApplicationContext context) {
        return context.getBean(CircuitBreakerRegistry.class)
                .circuitBreaker("stock")
                .snapshot();
    }

    @Nested
    class TheFactory {

        @Test
        void handsOutTheBreakersOfSomebodysOwnRegistryToo() {
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(BreakerSpringCloudAutoConfiguration.class))
                    .withBean(
                            CircuitBreakerRegistry.class,
                            () -> CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults()))
                    .run(context -> {
                        String answer = context.getBean(CircuitBreakerFactory.class)
                                .create("own")
                                .run(() -> "answer");
                        assertThat(answer).isEqualTo("answer");
                        context.getBean(ReactiveCircuitBreakerFactory.class).create("reactive");
                        assertThat(context.getBean(CircuitBreakerRegistry.class).find("reactive"))
                                .isPresent();
                        assertThat(context.getBean(CircuitBreakerRegistry.class)
                                        .circuitBreaker("own")
                                        .snapshot()
                                        .bufferedCalls())
                                .isEqualTo(1);
                    });
        }

        @Test
        void makesBreakersAsThePropertiesSay() {
            application.run(context -> {
                context.getBean(CircuitBreakerFactory.class).create("stock").run(() -> 1);
                assertThat(stock(context).successfulCalls()).isEqualTo(1);
                assertThat(context.getBean(CircuitBreakerRegistry.class)
                                .circuitBreaker("stock")
                                .config()
                                .slidingWindowSize())
                        .isEqualTo(2);
            });
        }

        @Test
        void usesBreakersThatNoAnnotationNames(CapturedOutput output) {
            application
                    .withClassLoader(new FilteredClassLoader(Flux.class))
                    .withPropertyValues("breaker.retry.instances.stock.max-attempts=2")
                    .run(context -> assertThat(context).hasNotFailed());

            assertThat(output.getOut())
                    .contains("breaker.retry.instances.stock: no annotation uses it")
                    .doesNotContain("breaker.circuitbreaker.instances.stock");
        }

        @Test
        void usesThemEvenIfItIsReactive(CapturedOutput output) {
            application
                    .withBean("own", CircuitBreakerFactory.class, OwnFactory::new)
                    .run(context -> assertThat(context).hasNotFailed());

            assertThat(output.getOut()).doesNotContain("breaker.circuitbreaker.instances.stock");
        }

        @Test
        void ofSomebodyElseUsesNone(CapturedOutput output) {
            application
                    .withClassLoader(new FilteredClassLoader(Flux.class))
                    .withBean("own", CircuitBreakerFactory.class, OwnFactory::new)
                    .run(context -> assertThat(context).hasNotFailed());

            assertThat(output.getOut()).contains("breaker.circuitbreaker.instances.stock: no annotation uses it");
        }

        @Test
        void makesWayForOneOfTheUsers() {
            application
                    .withBean("own", CircuitBreakerFactory.class, OwnFactory::new)
                    .run(context -> assertThat(context)
                            .getBean(CircuitBreakerFactory.class)
                            .isInstanceOf(OwnFactory.class));
        }

        @Test
        void isAbsentWithoutSpringCloud() {
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(
                            BreakerAutoConfiguration.class, BreakerSpringCloudAutoConfiguration.class))
                    .withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("breakerCircuitBreakerFactory"));
        }

        @Test
        void isCustomizedInTheOrderOfTheCustomizers() {
            application.withUserConfiguration(Customizing.class).run(context -> {
                context.getBean(CircuitBreakerFactory.class).create("other");
                CircuitBreakerRegistry registry = context.getBean(CircuitBreakerRegistry.class);
                assertThat(registry.circuitBreaker("stock").config().failureRateThreshold())
                        .isEqualTo(20);
                assertThat(registry.circuitBreaker("stock").config().slidingWindowSize())
                        .isEqualTo(2);
                assertThat(registry.circuitBreaker("other").config().slidingWindowSize())
                        .isEqualTo(7);
            });
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizing {

        @Bean
        @Order(2)
        Customizer<BreakerCircuitBreakerFactory> second() {
            return factory -> factory.configure(stock -> stock.circuitBreaker().failureRateThreshold(20), "stock");
        }

        @Bean
        @Order(1)
        Customizer<BreakerCircuitBreakerFactory> first() {
            return factory -> {
                factory.configure(stock -> stock.circuitBreaker().failureRateThreshold(10), "stock");
                factory.configureDefault(id -> CircuitBreakerConfig.builder()
                        .slidingWindowSize(7)
                        .minimumNumberOfCalls(7)
                        .build());
            };
        }
    }

    /** Stands for another library's. */
    static class OwnFactory extends CircuitBreakerFactory<Object, ConfigBuilder<Object>> {
        @Override
        public CircuitBreaker create(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected ConfigBuilder<Object> configBuilder(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void configureDefault(Function<String, Object> defaults) {
            throw new UnsupportedOperationException();
        }
    }

    /** An HTTP interface client, as Spring makes it. */
    public interface StockClient {
        @GetExchange("/stock/{id}")
        String find(@PathVariable String id);
    }

    /** Answers for it. */
    public static class StockFallback {
        public String find(Throwable thrown, String id) {
            return id + " while " + thrown.getClass().getSimpleName();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportHttpServices(group = "stock", types = StockClient.class)
    static class Clients {}

    @Configuration(proxyBeanMethods = false)
    @ImportHttpServices(group = "stock", types = StockClient.class)
    @HttpServiceFallback(value = StockFallback.class)
    static class ClientsWithFallback {}

    @Nested
    class AnHttpServiceGroup {

        @Test
        void isGuardedByTheBreakerOfItsName() {
            application.withUserConfiguration(Clients.class).run(context -> {
                StockClient client = context.getBean(StockClient.class);
                assertThat(client.find("7")).isEqualTo("/stock/7");
                server.answerWith(503);
                assertThatThrownBy(() -> client.find("7"))
                        .hasRootCauseInstanceOf(HttpServerErrorException.ServiceUnavailable.class);
                assertThatThrownBy(() -> client.find("7")).hasRootCauseInstanceOf(CallNotPermittedException.class);
                assertThat(server.requests()).isEqualTo(2);
                assertThat(stock(context).notPermittedCalls()).isEqualTo(1);
            });
        }

        @Test
        void isLeftAloneWhereSpringCloudIsToldSo() {
            application
                    .withUserConfiguration(Clients.class)
                    .withPropertyValues("spring.cloud.circuitbreaker.http-services.enabled=false")
                    .run(context -> {
                        assertThat(context.getBean(StockClient.class).find("7")).isEqualTo("/stock/7");
                        assertThat(stock(context).bufferedCalls()).isZero();
                    });
        }

        @Test
        void hasItsFallbackAnswerWithWhatHappened() {
            application.withUserConfiguration(ClientsWithFallback.class).run(context -> {
                StockClient client = context.getBean(StockClient.class);
                server.answerWith(503);
                assertThat(client.find("7")).isEqualTo("7 while ServiceUnavailable");
                assertThat(client.find("7")).isEqualTo("7 while ServiceUnavailable");
                assertThat(client.find("7")).isEqualTo("7 while CallNotPermittedException");
                assertThat(server.requests()).isEqualTo(2);
            });
        }
    }
}
