package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.retry.RetryRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * Runs twice, on real class paths: on the starter's own, without actuator, Micrometer, a web server and AspectJ (see the
 * POM), and on the full one.
 */
class BareClasspathTest {

    private static final boolean BARE = Boolean.getBoolean("bare-class-path");

    @Test
    void theClassPathIsTheOneThatIsMeant() {
        assertThat(new String[] {
                    "io.micrometer.core.instrument.MeterRegistry",
                    "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
                    "org.springframework.boot.health.contributor.HealthIndicator",
                    "org.springframework.web.servlet.DispatcherServlet",
                    "org.aspectj.weaver.Advice",
                    "reactor.core.publisher.Mono"
                })
                .allSatisfy(name -> assertThat(!BARE || !ClassUtils.isPresent(name, null))
                        .as("%s is absent where the class path is bare", name)
                        .isTrue());
    }

    @Test
    void annotationsWork() {
        try (var context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .run("--breaker.retry.instances.redis.wait-duration=0", "--spring.main.banner-mode=off")) {
            assertThat(context.getBean(Service.class).find("x"))
                    .isEqualTo("fallback for x while down, after 3 attempts");
            assertThat(context.getBean(CircuitBreakerRegistry.class)
                            .circuitBreaker("redis")
                            .snapshot()
                            .failedCalls())
                    .isEqualTo(3);
            assertThat(context.getBean(RetryRegistry.class)
                            .retry("redis")
                            .snapshot()
                            .failedWithRetry())
                    .isEqualTo(1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        Service service() {
            return new Service();
        }
    }

    static class Service {

        private int attempts;

        @Retry(name = "redis")
        @CircuitBreaker(name = "redis", fallbackMethod = "fallback")
        String find(String key) {
            attempts++;
            throw new IllegalStateException("down");
        }

        @SuppressWarnings("UnusedMethod") // Breaker calls it by its name
        private String fallback(String key, IllegalStateException down) {
            return "fallback for " + key + " while " + down.getMessage() + ", after " + attempts + " attempts";
        }
    }
}
