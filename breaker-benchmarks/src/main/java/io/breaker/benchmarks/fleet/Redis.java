package io.breaker.benchmarks.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A redis-server of our own, to be measured, frozen and killed. */
final class Redis implements AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final int port;
    private final Process process;

    private Redis(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** Returns once it accepts connections. */
    static Redis start() {
        try {
            File executable = ExecutableProvider.newJarResourceProvider().get();
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                int port = freePort();
                Process process = launch(executable, port);
                if (process != null) {
                    return new Redis(port, process);
                }
            }
            throw new IllegalStateException(executable + " does not start");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** From now on nobody answers, and the kernel keeps all connections open. */
    void freeze() {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -STOP " + process.pid()).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("The server cannot be frozen");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills it. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static @Nullable Process launch(File executable, int port) throws IOException {
        List<String> command = List.of(
                executable.getPath(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no");
        Process process = new ProcessBuilder(command)
                .directory(executable.getAbsoluteFile().getParentFile())
                .redirectErrorStream(true)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader lines = process.inputReader(UTF_8); // it says little more: the pipe does not fill
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("Ready to accept connections")) {
                return process;
            }
        }
        process.destroyForcibly();
        return null;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
