package io.breaker.sample.browser;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** A headless Chromium of this machine, driven over its own protocol: no driver and no other language is needed. */
public final class Chromium implements AutoCloseable {

    private static final String READY = "DevTools listening on ";

    private final Path profile;
    private final Process process;
    private final DevTools tools;

    private Chromium(Path profile, Process process, DevTools tools) {
        this.profile = profile;
        this.process = process;
        this.tools = tools;
    }

    /** {@return where it is, if it is on the path} */
    public static Optional<Path> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Chromium start(Path executable) throws IOException {
        Path profile = Files.createTempDirectory("chromium");
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless=new",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "--no-sandbox",
                        "--no-first-run",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--hide-scrollbars",
                        "--lang=en-GB",
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        return new Chromium(profile, process, new DevTools(address(process)));
    }

    private static URI address(Process process) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(READY)) {
                drain(lines);
                return URI.create(line.substring(READY.length()).strip());
            }
            said.append(line).append('\n');
        }
        throw new IOException("Chromium does not start:\n" + said);
    }

    /** Nobody reads on, and nobody may have to wait for that. */
    private static void drain(BufferedReader lines) {
        Thread thread = new Thread(() -> lines.lines().forEach(line -> {}), "chromium-output");
        thread.setDaemon(true);
        thread.start();
    }

    /** {@return an empty page of its own} */
    public Page open() {
        return new Page(tools);
    }

    @Override
    public void close() throws IOException {
        tools.close();
        process.destroyForcibly().onExit().join();
        FileSystemUtils.deleteRecursively(profile);
    }
}
