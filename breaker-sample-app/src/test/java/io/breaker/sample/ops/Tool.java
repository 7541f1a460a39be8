package io.breaker.sample.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program that may be on the path, such as {@code promtool}. */
record Tool(String path) {

    /** Finds it, or skips the test and says why. */
    static Tool find(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(file -> new Tool(file.toString()))
                .orElseGet(() -> {
                    String reason =
                            "Skipped: there is no " + name + " on the path (Debian: apt-get install prometheus)";
                    System.out.println(reason);
                    return abort(reason);
                });
    }

    /** What it printed, if it ended well; else that is in the error. */
    String run(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(path));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new AssertionError(command + " ended with " + status + "\n" + printed);
        }
        return printed;
    }
}
