package io.breaker.benchmarks.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with actuator, a Prometheus registry and one guarded bean. The auto-configurations of the sides that are
 * not wanted are excluded.
 */
final class Host {

    private static final String BREAKER = "io.breaker.";
    private static final String RESILIENCE4J = "io.github.resilience4j.";

    private Host() {}

    static ConfigurableApplicationContext start(Hosting hosting) {
        return new SpringApplicationBuilder(Application.class)
                .sources(hosting.bean(), hosting.setUp())
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties(properties())
                .properties(Map.of("spring.autoconfigure.exclude", excludedBut(hosting.libraryPackage())))
                .run();
    }

    /** The same words for both, but for what one has by default and the other has to be told. Endpoints are at work, over JMX. */
    private static Map<String, Object> properties() {
        return Map.ofEntries(
                Map.entry("breaker.circuitbreaker.configs.default.wait-duration-in-open-state", "1h"),
                Map.entry("breaker.circuitbreaker.instances.closed.sliding-window-size", "100"),
                Map.entry("breaker.circuitbreaker.instances.open.sliding-window-size", "100"),
                Map.entry("breaker.retry.instances.closed.max-attempts", "3"),
                Map.entry("resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state", "1h"),
                Map.entry("resilience4j.circuitbreaker.configs.default.writable-stack-trace-enabled", "false"),
                Map.entry("resilience4j.circuitbreaker.configs.default.register-health-indicator", "true"),
                Map.entry("resilience4j.circuitbreaker.instances.closed.sliding-window-size", "100"),
                Map.entry("resilience4j.circuitbreaker.instances.open.sliding-window-size", "100"),
                Map.entry("resilience4j.retry.instances.closed.max-attempts", "3"),
                Map.entry("management.health.circuitbreakers.enabled", "true"),
                Map.entry("management.endpoints.jmx.exposure.include", "*"),
                Map.entry("spring.jmx.enabled", "true"));
    }

    private static String excludedBut(String libraryPackage) {
        Predicate<String> library = name -> name.startsWith(BREAKER) || name.startsWith(RESILIENCE4J);
        List<String> excluded = new ArrayList<>();
        for (String name : ImportCandidates.load(AutoConfiguration.class, Host.class.getClassLoader())) {
            if (library.test(name) && !name.startsWith(libraryPackage)) {
                excluded.add(name);
            }
        }
        return String.join(",", excluded);
    }

    /** The application, without a scan: all beans are named as sources. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
