package io.breaker.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The class path that each variant of the application would have as a project of its own, cut from this program's. */
final class ClassPath {

    /** What the program's class path leads to, and what stands for it on a variant's. */
    private final Map<Path, Path> entries = new LinkedHashMap<>();

    private ClassPath() {}

    /**
     * Cuts a variant's class path.
     *
     * @param variant whose
     * @param program this program's class path
     * @return the class path, as the {@code java} command wants it; parts of it go when this virtual machine ends
     */
    static String of(Variant variant, String program) {
        ClassPath cut = new ClassPath();
        try {
            for (String entry : program.split(File.pathSeparator, -1)) {
                cut.add(Path.of(entry).toAbsolutePath(), variant);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cut.entries.values().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** A jar whose manifest names others would bring all of them: they are looked at one by one, the jar names none. */
    private void add(Path entry, Variant variant) throws IOException {
        if (entries.containsKey(entry) || !variant.has(name(entry))) {
            return;
        }
        entries.put(entry, entry);
        if (!Files.isRegularFile(entry)) {
            return;
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            String others = others(jar.getManifest());
            if (others != null) {
                entries.put(entry, copyThatNamesNoOthers(jar));
                for (String other : others.trim().split(" +", -1)) {
                    add(Path.of(entry.toUri().resolve(other)), variant);
                }
            }
        }
    }

    /** A jar's name; of a module's compiled classes, the module's. */
    private static String name(Path entry) {
        Path target = entry.getParent();
        Path named =
                Files.isDirectory(entry) && target != null && target.getParent() != null ? target.getParent() : entry;
        return String.valueOf(named.getFileName());
    }

    private static @Nullable String others(@Nullable Manifest manifest) {
        return manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    }

    private static Path copyThatNamesNoOthers(JarFile jar) throws IOException {
        Manifest manifest = new Manifest(jar.getManifest());
        manifest.getMainAttributes().remove(Attributes.Name.CLASS_PATH);
        Path copy = Files.createTempFile("breaker-benchmarks-", ".jar");
        copy.toFile().deleteOnExit();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    try (InputStream content = jar.getInputStream(entry)) {
                        content.transferTo(out);
                    }
                }
            }
        }
        return copy;
    }
}
