package io.breaker.benchmarks.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each variant has its own starter on its class path, followed through the jars' manifests as {@code java} does it. */
class ClassPathTest {

    private static final String BREAKER = "io.breaker.spring.BreakerAutoConfiguration";
    private static final String RESILIENCE4J =
            "io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration";
    private static final String ASPECTJ = "org.aspectj.weaver.Advice";
    private static final String ACTUATOR = "org.springframework.boot.actuate.endpoint.annotation.Endpoint";
    private static final String PROMETHEUS = "io.micrometer.prometheusmetrics.PrometheusMeterRegistry";
    private static final List<String> NOBODYS = List.of(
            "org.openjdk.jmh.Main",
            "dev.failsafe.Failsafe",
            "com.alibaba.csp.sentinel.SphU",
            "com.netflix.hystrix.HystrixCommand",
            "rx.Observable",
            "io.breaker.redis.RedisFleetStore",
            "reactor.core.publisher.Mono",
            "io.smallrye.faulttolerance.api.TypedGuard");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void aVariantHasItsOwnStarterAlone(Variant variant) throws IOException {
        assertThat(found(variant, System.getProperty("java.class.path"))).isEqualTo(expected(variant));
    }

    @ParameterizedTest
    @EnumSource
    void theManifestOfTheProgramsJarBringsNoStarterBack(Variant variant) throws IOException {
        assertThat(found(variant, programAsJar().toString())).isEqualTo(expected(variant));
    }

    @Test
    void theProgramsClassesAreThereWhenItIsAJar() throws IOException {
        try (URLClassLoader loader =
                loader(ClassPath.of(Variant.WITHOUT, programAsJar().toString()))) {
            assertThat(loader.getResource(resource(StartedApplication.class.getName())))
                    .isNotNull();
        }
    }

    private static Set<String> expected(Variant variant) {
        return switch (variant) {
            case WITHOUT -> Set.of(ACTUATOR, PROMETHEUS);
            case INTERCEPTOR -> Set.of(ACTUATOR, PROMETHEUS, ASPECTJ);
            case BREAKER -> Set.of(ACTUATOR, PROMETHEUS, ASPECTJ, BREAKER);
            case RESILIENCE4J -> Set.of(ACTUATOR, PROMETHEUS, ASPECTJ, RESILIENCE4J);
        };
    }

    private static Set<String> found(Variant variant, String program) throws IOException {
        Set<String> all = new LinkedHashSet<>(List.of(ACTUATOR, PROMETHEUS, ASPECTJ, BREAKER, RESILIENCE4J));
        all.addAll(NOBODYS);
        try (URLClassLoader loader = loader(ClassPath.of(variant, program))) {
            return all.stream()
                    .filter(name -> loader.getResource(resource(name)) != null)
                    .collect(Collectors.toSet());
        }
    }

    private static URLClassLoader loader(String classPath) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** A jar as the build makes it: this program's classes, and a manifest that names all that they need. */
    private Path programAsJar() throws IOException {
        String program = StartedApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        String others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toUri().toString())
                .filter(entry -> !entry.equals(program))
                .collect(Collectors.joining(" "));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, others);
        Path jar = directory.resolve("benchmarks.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            String name = resource(StartedApplication.class.getName());
            out.putNextEntry(new JarEntry(name));
            try (var content = StartedApplication.class.getClassLoader().getResourceAsStream(name)) {
                assertThat(content).isNotNull().satisfies(bytes -> bytes.transferTo(out));
            }
        }
        return jar;
    }

    private static String resource(String className) {
        return className.replace('.', '/') + ".class";
    }
}
