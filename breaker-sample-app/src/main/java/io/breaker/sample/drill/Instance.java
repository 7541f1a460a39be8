package io.breaker.sample.drill;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One instance of the service: a process of its own, on a port that the system chose. */
final class Instance implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Process process;
    private final Path log;
    private @Nullable App app;
    private @Nullable URI url;

    private Instance(Process process, Path log) {
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "stop")); // Ctrl-C as well
    }

    /** Starts it with this program's own class path; returns at once. */
    static Instance launch(List<String> arguments, Path log) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "io.breaker.sample.StockApplication",
                "--server.port=0"));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            return new Instance(builder.start(), log);
        } catch (IOException e) {
            throw new DrillException("No instance could be started: " + e.getMessage());
        }
    }

    void awaitStart() throws InterruptedException {
        long begin = System.nanoTime();
        while (process.isAlive() && System.nanoTime() - begin < PATIENCE_NANOS) {
            Matcher started = STARTED.matcher(readLog());
            if (started.find()) {
                url = URI.create("http://localhost:" + started.group(1));
                app = new App(url);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new DrillException("An instance did not start: see " + log);
    }

    private String readLog() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new DrillException("The log of an instance cannot be read: " + e.getMessage());
        }
    }

    URI url() {
        if (url == null) {
            throw new IllegalStateException("The instance has not started");
        }
        return url;
    }

    Look look() {
        return app == null ? Look.NOTHING : Look.parse(app.breaker("payment"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
