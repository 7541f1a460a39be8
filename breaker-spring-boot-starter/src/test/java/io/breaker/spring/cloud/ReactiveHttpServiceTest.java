package io.breaker.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import io.breaker.spring.BreakerAutoConfiguration;
import io.breaker.spring.BreakerSpringCloudAutoConfiguration;
import io.breaker.spring.neighbours.StockServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.circuitbreaker.Customizer;
import org.springframework.cloud.client.circuitbreaker.NoFallbackAvailableException;
import org.springframework.cloud.client.circuitbreaker.ReactiveCircuitBreakerFactory;
import org.springframework.cloud.client.circuitbreaker.httpservice.HttpServiceFallback;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** HTTP interfaces that return publishers: Spring Cloud guards them through the reactive factory, by a breaker of another name. */
class ReactiveHttpServiceTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private StockServer server;
    private ApplicationContextRunner application;

    @BeforeEach
    void start() throws Exception {
        server = new StockServer();
        application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        BreakerAutoConfiguration.class,
                        BreakerSpringCloudAutoConfiguration.class,
                        CommonsClientAutoConfiguration.class))
                .withPropertyValues(
                        "stock.url=" + server.url(),
                        "breaker.circuitbreaker.instances.stock-reactive.sliding-window-size=2",
                        "breaker.circuitbreaker.instances.stock-reactive.minimum-number-of-calls=2");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A client of the server. */
    public interface StockClient {

        @GetExchange("/stock/{id}")
        Mono<String> find(@PathVariable String id);

        @GetExchange("/stocks/{id}")
        Flux<String> findAll(@PathVariable String id);
    }

    /** Answers for it. */
    public static class StockFallback {

        public Mono<String> find(Throwable thrown, String id) {
            return Mono.just(id + " while " + thrown.getClass().getSimpleName());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportHttpServices(group = "stock", types = StockClient.class, clientType = ClientType.WEB_CLIENT)
    static class Clients {

        @Bean
        WebClientHttpServiceGroupConfigurer urls(@Value("${stock.url}") String url) {
            return groups -> groups.forEachClient((group, client) -> client.baseUrl(url));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @HttpServiceFallback(value = StockFallback.class)
    static class ClientsWithFallback extends Clients {}

    private static CircuitBreakerSnapshot stock(ApplicationContext context) {
        return context.getBean(CircuitBreakerRegistry.class)
                .circuitBreaker("stock-reactive")
                .snapshot();
    }

    @Test
    void areGuardedByTheReactiveBreakerOfTheirGroup() {
        application.withUserConfiguration(Clients.class).run(context -> {
            StockClient client = context.getBean(StockClient.class);
            StepVerifier.create(client.find("7"))
                    .expectNext("/stock/7")
                    .expectComplete()
                    .verify(LONG);
            assertThat(stock(context).successfulCalls()).isEqualTo(1);
            server.answerWith(503);
            StepVerifier.create(client.findAll("7"))
                    .expectErrorMatches(thrown -> thrown instanceof NoFallbackAvailableException
                            && thrown.getCause() instanceof WebClientResponseException.ServiceUnavailable)
                    .verify(LONG);
            StepVerifier.create(client.find("7"))
                    .expectErrorMatches(thrown -> thrown.getCause() instanceof CallNotPermittedException)
                    .verify(LONG);
            assertThat(server.requests()).isEqualTo(2);
        });
    }

    @Test
    void haveTheirFallbackAnswerWithWhatHappened() {
        application.withUserConfiguration(ClientsWithFallback.class).run(context -> {
            StockClient client = context.getBean(StockClient.class);
            server.answerWith(503);
            for (String expected : new String[] {
                "7 while ServiceUnavailable", "7 while ServiceUnavailable", "7 while CallNotPermittedException"
            }) {
                StepVerifier.create(client.find("7"))
                        .expectNext(expected)
                        .expectComplete()
                        .verify(LONG);
            }
            assertThat(server.requests()).isEqualTo(2);
        });
    }

    @Test
    void canBeCustomized() {
        application
                .withBean("lower", Lower.class, Lower::new)
                .run(context -> assertThat(context.getBean(CircuitBreakerRegistry.class)
                                .circuitBreaker("stock")
                                .config()
                                .failureRateThreshold())
                        .isEqualTo(20));
    }

    private static final class Lower implements Customizer<BreakerReactiveCircuitBreakerFactory> {

        @Override
        public void customize(BreakerReactiveCircuitBreakerFactory factory) {
            factory.configure(stock -> stock.circuitBreaker().failureRateThreshold(20), "stock");
        }
    }

    @Test
    void needReactor() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        BreakerAutoConfiguration.class, BreakerSpringCloudAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("reactor"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("breakerCircuitBreakerFactory")
                        .doesNotHaveBean(ReactiveCircuitBreakerFactory.class));
    }
}
