package io.breaker.benchmarks.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Each variant has its own starter on its class path, and its bean is guarded by it. */
class StartUpTest {

    private static final String BREAKER = "io.breaker.spring.BreakerAutoConfiguration";
    private static final String RESILIENCE4J =
            "io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration";
    private static final String ASPECTJ = "org.aspectj.weaver.Advice";
    private static final String JMH = "org.openjdk.jmh.Main";
    private static final String ACTUATOR = "org.springframework.boot.actuate.endpoint.annotation.Endpoint";
    private static final String PROMETHEUS = "io.micrometer.prometheusmetrics.PrometheusMeterRegistry";

    @Test
    void withoutAStarterThereIsNone() throws IOException {
        assertThat(classesOf(Variant.WITHOUT)).containsExactly(ACTUATOR, PROMETHEUS);
    }

    @Test
    void withBreakersStarterThereIsNoOther() throws IOException {
        assertThat(classesOf(Variant.BREAKER)).containsExactly(ACTUATOR, PROMETHEUS, ASPECTJ, BREAKER);
    }

    @Test
    void withResilience4jsStarterThereIsNoOther() throws IOException {
        assertThat(classesOf(Variant.RESILIENCE4J)).containsExactly(ACTUATOR, PROMETHEUS, ASPECTJ, RESILIENCE4J);
    }

    @Test
    void startsTheApplicationWithAGuardedBean() {
        assertThat(StartUp.output(Variant.BREAKER))
                .containsPattern("started in ms: [0-9]+, beans: [0-9]+, bean: BreakerBean\\$\\$");
    }

    private static String[] classesOf(Variant variant) throws IOException {
        URL[] urls = Arrays.stream(ClassPath.of(variant).split(File.pathSeparator, -1))
                .map(StartUpTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            return Arrays.stream(new String[] {ACTUATOR, PROMETHEUS, ASPECTJ, JMH, BREAKER, RESILIENCE4J})
                    .filter(name -> loader.getResource(name.replace('.', '/') + ".class") != null)
                    .toArray(String[]::new);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }
}
