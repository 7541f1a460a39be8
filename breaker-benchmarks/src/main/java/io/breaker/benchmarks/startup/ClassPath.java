package io.breaker.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** The class path that each variant of the application would have as a project of its own, cut from this program's. */
final class ClassPath {

    private static final List<String> STARTERS = List.of(
            "breaker-core", "breaker-spring-boot-starter", "resilience4j-", "aspectj", "spring-boot-starter-aspectj");

    private static final List<String> TOOLS_AND_OTHER_PEERS = List.of(
            "jmh-",
            "jopt-simple",
            "commons-",
            "failsafe-",
            "sentinel-",
            "hystrix-",
            "archaius-",
            "rxjava-",
            "smallrye-",
            "jboss-",
            "microprofile-",
            "jakarta.enterprise",
            "jakarta.inject",
            "jakarta.interceptor");

    private ClassPath() {}

    /** {@return the class path, as the {@code java} command wants it} */
    static String of(Variant variant) {
        return entries().stream()
                .filter(entry -> belongs(name(entry), variant))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A jar's name; of a module's compiled classes, the module's. */
    private static String name(Path entry) {
        Path target = entry.getParent();
        Path named =
                Files.isDirectory(entry) && target != null && target.getParent() != null ? target.getParent() : entry;
        return String.valueOf(named.getFileName());
    }

    private static boolean belongs(String jar, Variant variant) {
        if (startsWithOneOf(jar, TOOLS_AND_OTHER_PEERS)) {
            return jar.startsWith("commons-logging");
        }
        return !startsWithOneOf(jar, STARTERS) || variant.has(jar);
    }

    private static boolean startsWithOneOf(String jar, List<String> beginnings) {
        return beginnings.stream().anyMatch(jar::startsWith);
    }

    private static List<Path> entries() {
        List<Path> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry).toAbsolutePath();
            entries.add(path);
            if (Files.isRegularFile(path)) {
                entries.addAll(neighbours(path));
            }
        }
        return entries;
    }

    private static List<Path> neighbours(Path jar) {
        List<Path> neighbours = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String names =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (names != null && file.getEntry("META-INF/BenchmarkList") != null) {
                for (String name : names.split(" ", -1)) {
                    neighbours.add(jar.resolveSibling(name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return neighbours;
    }
}
